package io.compuerta.engine.testing;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * Finds the chat templates of real models, which are not part of this repository: {@code .ci/run} takes them out of the
 * npm package {@code node-llama-cpp} into {@code data/templates}. Tests that need one are skipped, loudly, when it is not
 * there, and fail when the environment says {@code CI=true}.
 */
public final class ModelTemplates {

    private ModelTemplates() {}

    /** The template's text; ends the test if there is none. */
    public static String require(String name) {
        Optional<Path> file = List.of(Path.of("data", "templates"), Path.of("..", "data", "templates")).stream()
                .map(folder -> folder.resolve(name + ".jinja"))
                .filter(Files::isRegularFile)
                .findFirst();
        if (file.isPresent()) {
            try {
                return Files.readString(file.get());
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
        String message = "the chat template " + name + " was not found in data/templates; bash .ci/run fetches it";
        if ("true".equals(System.getenv("CI"))) {
            return fail(message);
        }
        System.err.println("SKIPPED FOR WANT OF A TEMPLATE: " + message);
        Assumptions.abort(message);
        throw new AssertionError("unreachable");
    }
}
