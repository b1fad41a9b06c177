package io.compuerta.gateway.embed;

import io.compuerta.engine.Embedder;
import io.compuerta.engine.djl.DjlEmbedder;
import io.compuerta.gateway.accounting.Accounting;
import io.compuerta.gateway.auth.Authenticator;
import io.compuerta.gateway.config.InstallationSettings;
import io.compuerta.gateway.limit.Limits;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class EmbeddingConfiguration {

    /** Loads nothing yet: who never asks for embeddings pays neither start-up time nor memory for them. */
    @Bean
    Embedder embedder(InstallationSettings installation, EmbeddingSettings settings) {
        return DjlEmbedder.open(settings.inside(installation.dataDir()));
    }

    @Bean
    LocalEmbeddings localEmbeddings(Embedder embedder, EmbeddingSettings settings) {
        return new LocalEmbeddings(embedder, settings.deadline());
    }

    @Bean
    EmbeddingPipeline embeddingPipeline(
            Authenticator auth, Limits limits, LocalEmbeddings local, Accounting accounting) {
        return new EmbeddingPipeline(auth, limits, local, accounting);
    }
}
