package io.compuerta.engine.local;

import io.compuerta.engine.Embedder;
import io.compuerta.engine.llama.LlamaEmbedder;
import io.compuerta.engine.llama.LlamaLibrary;
import io.compuerta.engine.model.EmbeddingFile;
import io.compuerta.engine.model.ModelLookup;
import io.compuerta.engine.model.ModelSource;
import io.compuerta.engine.model.ModelStore;
import io.compuerta.engine.model.StoredModel;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens an embedder over a GGUF file of this machine. Nothing is fetched. */
public final class EmbedderFactory {

    private EmbedderFactory() {}

    /**
     * Finds and checks the file; the model itself is loaded when it is first used.
     *
     * @throws IOException in one line for people, if there is no such file or it makes no embeddings
     */
    public static Embedder open(GgufEmbedderSettings settings) throws IOException {
        ModelStore store = new ModelStore(settings.dataDirectory(), ModelSource.HUGGING_FACE);
        Path path = find(settings.model(), store);
        EmbeddingFile file = EmbeddingFile.read(path);
        Path natives = settings.dataDirectory().resolve("natives");
        Embedder embedder = LlamaEmbedder.open(
                () -> LlamaLibrary.load(settings.nativeDirectory(), natives),
                file,
                settings.maxTokens(),
                settings.threads(),
                settings.queueCapacity());
        return store.find(path, ModelSource.DEFAULT) instanceof ModelLookup.Found(StoredModel stored)
                ? new HeldEmbedder(embedder, store.use(stored))
                : embedder;
    }

    private static Path find(Path model, ModelStore store) throws IOException {
        if (Files.isRegularFile(model)) {
            return model;
        }
        Path stored = store.directory().resolve(model);
        if (Files.isRegularFile(stored)) {
            return stored;
        }
        throw new FileNotFoundException("there is no model file " + model
                + (model.isAbsolute() ? "" : ", neither here nor in " + stored.getParent()));
    }
}
