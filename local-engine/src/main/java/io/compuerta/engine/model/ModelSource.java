package io.compuerta.engine.model;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A GGUF file in a Hugging Face repository, or on a mirror that keeps its paths.
 *
 * @param repository owner and name, such as {@code Qwen/Qwen3-0.6B-GGUF}
 * @param revision   branch, tag or commit
 * @param file       path of the file in the repository
 * @param sha256     of the file in lower-case hex; null takes the one that the server states
 */
public record ModelSource(
        String repository,
        String revision,
        String file,
        @Nullable String sha256) {

    /** What is served unless something else is asked for. */
    public static final ModelSource DEFAULT =
            new ModelSource("Qwen/Qwen3-0.6B-GGUF", "main", "Qwen3-0.6B-Q8_0.gguf", null);

    public static final URI HUGGING_FACE = URI.create("https://huggingface.co/");

    public ModelSource {
        require("repository", repository, "[A-Za-z0-9._-]+/[A-Za-z0-9._-]+");
        require("revision", revision, "[A-Za-z0-9._/-]+");
        require("file", file, "([A-Za-z0-9._-]+/)*[A-Za-z0-9._-]+\\.gguf");
        if (sha256 != null) {
            require("sha256", sha256, "[0-9a-f]{64}");
        }
    }

    /** The name of the file in the store. */
    public String fileName() {
        return file.substring(file.lastIndexOf('/') + 1);
    }

    ModelSource sibling(String name) {
        String folder = file.substring(0, file.lastIndexOf('/') + 1);
        return new ModelSource(repository, revision, folder + name, name.equals(fileName()) ? sha256 : null);
    }

    ModelSource withSha256(@Nullable String checksum) {
        return new ModelSource(repository, revision, file, checksum);
    }

    /** @param usual revision, which is left out */
    String inWords(String usual) {
        return repository + "/" + file + (revision.equals(usual) ? "" : "@" + revision);
    }

    /** @param base of the server, with a path if need be */
    URI at(URI base) {
        String text = base.toString();
        return URI.create((text.endsWith("/") ? text : text + "/") + repository + "/resolve/" + revision + "/" + file);
    }

    private static void require(String name, String value, String pattern) {
        if (!value.matches(pattern) || value.contains("..")) {
            throw new IllegalArgumentException("model " + name + " is '" + value + "'; " + pattern + " is allowed");
        }
    }
}
