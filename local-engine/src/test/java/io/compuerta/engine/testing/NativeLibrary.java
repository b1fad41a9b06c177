package io.compuerta.engine.testing;

import static org.junit.jupiter.api.Assertions.fail;

import io.compuerta.engine.llama.LlamaLibrary;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * The native library for tests: skips loudly where the build has none, fails when {@code CI=true}. Unpacks below
 * {@code target}, once per build.
 */
public final class NativeLibrary {

    private NativeLibrary() {}

    public static LlamaLibrary require() {
        requireBundled();
        return LlamaLibrary.load(null, Path.of("target", "native-cache"));
    }

    /** For tests that load it themselves. */
    public static void requireBundled() {
        if (LlamaLibrary.isBundled()) {
            return;
        }
        String message = "this build carries no libllama for this platform: was npm missing when it was built?";
        if ("true".equals(System.getenv("CI"))) {
            fail(message);
        }
        System.err.println("SKIPPED FOR WANT OF A NATIVE LIBRARY: " + message);
        Assumptions.abort(message);
    }
}
