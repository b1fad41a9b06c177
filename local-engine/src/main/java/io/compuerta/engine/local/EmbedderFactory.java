package io.compuerta.engine.local;

import io.compuerta.engine.Embedder;
import io.compuerta.engine.llama.LlamaEmbedder;
import io.compuerta.engine.llama.LlamaLibrary;
import io.compuerta.engine.model.EmbeddingFile;
import io.compuerta.engine.model.ModelSource;
import io.compuerta.engine.model.ModelStore;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens an embedder over a GGUF file of this machine. Nothing is fetched. */
public final class EmbedderFactory {

    private static final Logger LOG = LoggerFactory.getLogger(EmbedderFactory.class);

    private EmbedderFactory() {}

    /**
     * Finds and checks the file; the model itself is loaded when it is first used.
     *
     * @throws IOException in one line for people, if there is no such file or it makes no embeddings
     */
    public static Embedder open(GgufEmbedderSettings settings) throws IOException {
        EmbeddingFile file = EmbeddingFile.read(find(settings.model(), settings.dataDirectory()));
        if (!file.made()) {
            LOG.warn(
                    "{} is a chat model: its embeddings are the vectors of each text's last token, which tell less than those"
                            + " of a model made for it",
                    file.name());
        }
        Path natives = settings.dataDirectory().resolve("natives");
        return LlamaEmbedder.open(
                () -> LlamaLibrary.load(settings.nativeDirectory(), natives),
                file,
                settings.maxTokens(),
                settings.threads(),
                settings.queueCapacity());
    }

    private static Path find(Path model, Path dataDirectory) throws IOException {
        if (Files.isRegularFile(model)) {
            return model;
        }
        Path stored = new ModelStore(dataDirectory, ModelSource.HUGGING_FACE)
                .directory()
                .resolve(model);
        if (Files.isRegularFile(stored)) {
            return stored;
        }
        throw new FileNotFoundException("there is no model file " + model
                + (model.isAbsolute() ? "" : ", neither here nor in " + stored.getParent()));
    }
}
