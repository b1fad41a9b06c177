package io.compuerta.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import io.compuerta.engine.EngineEvent;
import io.compuerta.gateway.testing.Blocking;
import io.compuerta.gateway.testing.GatewayUnderTest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** The official Java client against the gateway, as its users write it. */
class OpenAiJavaClientTest {

    private final GatewayUnderTest gateway = GatewayUnderTest.shared();

    @AfterAll
    static void nothingBlockedAnEventLoop() {
        assertThat(Blocking.found()).isEmpty();
    }

    private final OpenAIClient client = client(GatewayUnderTest.KEY);

    @Test
    void chats() {
        ChatCompletion answer = client.chat().completions().create(ask("local", "Hola, ¿qué tal?"));

        assertThat(answer.choices().getFirst().message().content()).contains("local: Hola, ¿qué tal?");
        assertThat(answer.choices().getFirst().finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
        assertThat(answer.usage().orElseThrow().totalTokens()).isPositive();
        assertThat(answer.validate()).isNotNull();
    }

    @Test
    void streamsWithUsage() {
        ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
        ChatCompletionCreateParams params = ask("stub/echo", "Emoji 🙂 and ñ").toBuilder()
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build();

        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(params)) {
            stream.stream().forEach(whole::accumulate);
        }

        ChatCompletion answer = whole.chatCompletion();
        assertThat(answer.choices().getFirst().message().content()).contains("Emoji 🙂 and ñ");
        assertThat(answer.usage().orElseThrow().promptTokens()).isEqualTo(100);
    }

    @Test
    void receivesToolCallsInAStream() {
        ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();

        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(ask("stub/tools", "Note it"))) {
            stream.stream().forEach(whole::accumulate);
        }

        var call = whole.chatCompletion()
                .choices()
                .getFirst()
                .message()
                .toolCalls()
                .orElseThrow()
                .getFirst()
                .asFunction();
        assertThat(call.id()).isEqualTo("call_1");
        assertThat(call.function().name()).isEqualTo("note");
        assertThat(call.function().arguments()).isEqualTo("{\"text\":\"Note it\"}");
    }

    @Test
    void seesItsOwnClassesOfErrors() {
        assertThatThrownBy(() -> client("wrong").chat().completions().create(ask("local", "x")))
                .isInstanceOf(UnauthorizedException.class);
        assertThatThrownBy(() -> client.chat().completions().create(ask("gpt-99", "x")))
                .isInstanceOfSatisfying(
                        NotFoundException.class, e -> assertThat(e.code()).contains("model_not_found"));
        assertThatThrownBy(() -> client.chat()
                        .completions()
                        .create(ask("local", "x").toBuilder().temperature(9.0).build()))
                .isInstanceOfSatisfying(
                        BadRequestException.class, e -> assertThat(e.param()).contains("temperature"));
        OpenAIClient narrow = client("small-key");
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 10; i++) {
                        narrow.chat().completions().create(ask("local", "x"));
                    }
                })
                .isInstanceOf(RateLimitException.class);
    }

    @Test
    void noticesAStreamThatBreaks() {
        gateway.engine()
                .when(
                        "engine-breaks",
                        request -> Flux.<EngineEvent>just(new EngineEvent.Text("half"))
                                .concatWith(Flux.error(new io.compuerta.engine.EngineException.Unavailable("gone"))));

        assertThatThrownBy(() -> {
                    try (StreamResponse<ChatCompletionChunk> stream =
                            client.chat().completions().createStreaming(ask("local", "engine-breaks"))) {
                        stream.stream().forEach(chunk -> {});
                    }
                })
                .isInstanceOf(com.openai.errors.OpenAIException.class)
                .hasMessageContaining("The local model is unavailable");
    }

    @Test
    void aClosedStreamStopsTheModel() {
        gateway.engine()
                .when(
                        "java-endless",
                        request -> Flux.interval(Duration.ofMillis(5))
                                .onBackpressureDrop()
                                .map(tick -> new EngineEvent.Text("tick ")));
        long before = gateway.engine().cancelled();

        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(ask("local", "java-endless"))) {
            Optional<ChatCompletionChunk> first = stream.stream().findFirst();
            assertThat(first).isPresent();
        }

        await().atMost(Duration.ofSeconds(30)).until(() -> gateway.engine().cancelled() > before);
    }

    /** The client asks for base64 unless told otherwise, and decodes it by itself. */
    @Test
    void embeds() {
        EmbeddingCreateParams params = EmbeddingCreateParams.builder()
                .model("local/all-minilm-l6-v2")
                .inputOfArrayOfStrings(List.of("a dog", "a puppy", "tax law"))
                .build();

        CreateEmbeddingResponse answer = client.embeddings().create(params);

        List<List<Float>> vectors =
                answer.data().stream().map(e -> e.embedding()).toList();
        assertThat(vectors).hasSize(3).allMatch(vector -> vector.size() == 384);
        assertThat(dot(vectors.get(0), vectors.get(1))).isGreaterThan(dot(vectors.get(0), vectors.get(2)));
        assertThat(answer.usage().totalTokens()).isEqualTo(12);
        List<Float> asNumbers = client.embeddings()
                .create(params.toBuilder()
                        .encodingFormat(EmbeddingCreateParams.EncodingFormat.FLOAT)
                        .build())
                .data()
                .getFirst()
                .embedding();
        assertThat(asNumbers).isEqualTo(vectors.getFirst());
    }

    private static double dot(List<Float> a, List<Float> b) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) {
            sum += a.get(i) * b.get(i);
        }
        return sum;
    }

    @Test
    void listsModels() {
        assertThat(client.models().list().data()).anyMatch(model -> model.id().equals("stub/echo"));
        assertThat(client.models().retrieve("stub/echo").ownedBy()).isEqualTo("stub");
    }

    private OpenAIClient client(String key) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(gateway.uri("/v1").toString())
                .apiKey(key)
                .maxRetries(0)
                .build();
    }

    private static ChatCompletionCreateParams ask(String model, String text) {
        return ChatCompletionCreateParams.builder()
                .model(model)
                .addUserMessage(text)
                .build();
    }
}
