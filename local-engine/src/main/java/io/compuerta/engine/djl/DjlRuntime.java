package io.compuerta.engine.djl;

import java.nio.file.Path;

/**
 * How DJL is told to behave: by system properties, which it reads when its classes are loaded. Environment variables of
 * the same names go before them.
 */
final class DjlRuntime {

    private DjlRuntime() {}

    /**
     * Keeps DJL off the network and out of the home folder. Call before its first use; the first directory of a process
     * stays.
     *
     * @param natives where its tokenizer library is unpacked; ONNX Runtime unpacks its own into the temporary directory
     */
    static synchronized void confine(Path natives) {
        // By itself it asks the cloud's metadata service about the machine, and fetches libraries it lacks.
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        // No second engine for what ONNX Runtime's arrays cannot do: nothing here needs it.
        System.setProperty("ai.djl.onnx.disable_alternative", "true");
        if (System.getProperty("DJL_CACHE_DIR") == null) {
            System.setProperty("DJL_CACHE_DIR", natives.toAbsolutePath().toString());
        }
    }
}
