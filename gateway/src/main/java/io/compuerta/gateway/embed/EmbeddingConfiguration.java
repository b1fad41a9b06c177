package io.compuerta.gateway.embed;

import io.compuerta.engine.Embedder;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.djl.DjlEmbedder;
import io.compuerta.engine.local.EmbedderFactory;
import io.compuerta.gateway.accounting.Accounting;
import io.compuerta.gateway.auth.Authenticator;
import io.compuerta.gateway.config.InstallationSettings;
import io.compuerta.gateway.limit.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class EmbeddingConfiguration {

    /** llama.cpp is loaded once for chats and embeddings. */
    private static final String NATIVE_DIRECTORY = "compuerta.engine.native-directory";

    /**
     * The model in the jar. Loads nothing yet: who never asks for embeddings pays neither start-up time nor memory for
     * them. Whoever wants an embedder gets this one, so that vectors that were kept stay comparable.
     */
    @Bean
    @Primary
    Embedder embedder(InstallationSettings installation, EmbeddingSettings settings) {
        return DjlEmbedder.open(settings.inside(installation.dataDir()));
    }

    /** The model of a file, for whoever asks for it by name; not loaded yet either. A wrong file stops the start. */
    @Bean
    @ConditionalOnProperty("compuerta.embeddings.model")
    Embedder ggufEmbedder(InstallationSettings installation, EmbeddingSettings settings, Environment environment) {
        Path model = Objects.requireNonNull(settings.model());
        @Nullable
        Path natives =
                Binder.get(environment).bind(NATIVE_DIRECTORY, Path.class).orElse(null);
        try {
            return EmbedderFactory.open(settings.gguf(model, installation.dataDir(), natives));
        } catch (IOException e) {
            // Without its cause, which would be told in its place.
            throw new EngineException.Unavailable("compuerta.embeddings.model: " + e.getMessage());
        }
    }

    @Bean
    LocalEmbeddings localEmbeddings(
            Embedder embedder, @Qualifier("ggufEmbedder") ObjectProvider<Embedder> gguf, EmbeddingSettings settings) {
        List<Embedder> embedders = new ArrayList<>(List.of(embedder));
        gguf.ifAvailable(embedders::add);
        return new LocalEmbeddings(embedders, settings.deadline());
    }

    @Bean
    EmbeddingPipeline embeddingPipeline(
            Authenticator auth, Limits limits, LocalEmbeddings local, Accounting accounting) {
        return new EmbeddingPipeline(auth, limits, local, accounting);
    }
}
