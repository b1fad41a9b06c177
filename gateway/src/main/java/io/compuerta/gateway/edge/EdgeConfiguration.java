package io.compuerta.gateway.edge;

import io.compuerta.gateway.admin.EgressAdmin;
import io.compuerta.gateway.admin.ExplainAdmin;
import io.compuerta.gateway.admin.PolicyAdmin;
import io.compuerta.gateway.admin.SubjectAdmin;
import io.compuerta.gateway.auth.Authenticator;
import io.compuerta.gateway.config.WireJson;
import io.compuerta.gateway.edge.openai.ChatCompletionWriter;
import io.compuerta.gateway.edge.openai.ChatRequestReader;
import io.compuerta.gateway.edge.openai.EmbeddingRequestReader;
import io.compuerta.gateway.edge.openai.EmbeddingWriter;
import io.compuerta.gateway.edge.openai.FeedbackJson;
import io.compuerta.gateway.embed.EmbeddingPipeline;
import io.compuerta.gateway.embed.EmbeddingSettings;
import io.compuerta.gateway.feedback.FeedbackPipeline;
import io.compuerta.gateway.pipeline.ChatPipeline;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class EdgeConfiguration {

    @Bean
    ErrorBodies errorBodies(WireJson json) {
        return new ErrorBodies(json.mapper());
    }

    @Bean
    ErrorResponses errorResponses(ErrorBodies bodies) {
        return new ErrorResponses(bodies);
    }

    @Bean
    LlmRoutingFilter llmRoutingFilter(
            ChatPipeline pipeline,
            EmbeddingPipeline embedding,
            EmbeddingSettings embeddingSettings,
            FeedbackPipeline feedbackPipeline,
            Authenticator authenticator,
            ModelCatalogue catalogue,
            PolicyAdmin policies,
            ExplainAdmin explanations,
            EgressAdmin egress,
            SubjectAdmin subjects,
            ErrorBodies errors,
            WireJson json,
            EdgeSettings settings,
            Clock clock) {
        ChatEndpoint chat = new ChatEndpoint(
                pipeline,
                new ChatRequestReader(json.mapper(), settings.maxMessages()),
                new ChatCompletionWriter(json.mapper(), errors, settings.keepAlive(), clock),
                settings);
        EmbeddingsEndpoint embeddings = new EmbeddingsEndpoint(
                embedding,
                new EmbeddingRequestReader(json.mapper(), embeddingSettings.maxInputs()),
                new EmbeddingWriter(json.mapper()),
                settings);
        FeedbackEndpoint feedback = new FeedbackEndpoint(feedbackPipeline, new FeedbackJson(json.mapper()), settings);
        return new LlmRoutingFilter(
                chat,
                embeddings,
                feedback,
                new ModelsEndpoint(authenticator, catalogue, json.mapper()),
                new AdminEndpoint(authenticator, policies, explanations, egress, subjects, settings, json.mapper()));
    }
}
