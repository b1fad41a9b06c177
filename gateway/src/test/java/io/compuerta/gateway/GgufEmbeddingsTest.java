package io.compuerta.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.compuerta.engine.testing.NativeLibrary;
import io.compuerta.engine.testing.TinyQwen3Gguf;
import io.compuerta.gateway.testing.Blocking;
import io.compuerta.gateway.testing.GatewayUnderTest;
import io.compuerta.gateway.testing.LedgerRows;
import io.compuerta.gateway.testing.TestConfiguration;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code POST /v1/embeddings} with a GGUF beside the model in the jar. */
class GgufEmbeddingsTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String MODEL = "local/tiny-qwen3";
    private static final TestConfiguration STANDARD =
            TestConfiguration.standard("http://127.0.0.1:9/v1", "http://127.0.0.1:9/v1");

    @TempDir
    private static Path folder;

    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() throws IOException {
        NativeLibrary.requireBundled();
        Path models = Files.createDirectories(folder.resolve("data").resolve("models"));
        TinyQwen3Gguf.writer(TinyQwen3Gguf.CONTEXT_TOKENS, 1)
                .text("general.name", "Qwen3 Embedding tiny")
                .uint32("qwen3.pooling_type", 3)
                .bool("tokenizer.ggml.add_eos_token", true)
                .write(models.resolve("tiny-qwen3.gguf"));
        gateway = GatewayUnderTest.start(
                STANDARD,
                Map.of(
                        "compuerta.data-dir", folder.resolve("data").toString(),
                        "compuerta.embeddings.model", "tiny-qwen3.gguf",
                        "compuerta.embeddings.max-tokens", "128"));
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
        }
        assertThat(Blocking.found()).isEmpty();
    }

    @Test
    void answersByItsNameInBothEncodings() {
        JsonNode floats = ok("{\"model\": \"%s\", \"input\": [\"one\", \"two\", \"one\"]}");
        JsonNode base64 = ok("{\"model\": \"%s\", \"input\": [\"one\"], \"encoding_format\": \"base64\"}");

        assertThat(floats.path("model").asString()).isEqualTo(MODEL);
        assertThat(floats.path("data").size()).isEqualTo(3);
        assertThat(vector(floats, 0)).hasSize(64);
        assertThat(cosine(vector(floats, 0), vector(floats, 0))).isCloseTo(1, within(1e-4));
        assertThat(cosine(vector(floats, 0), vector(floats, 2))).isCloseTo(1, within(1e-4));
        assertThat(cosine(vector(floats, 0), vector(floats, 1))).isLessThan(0.999);
        assertThat(cosine(vector(floats, 0), decoded(base64))).isCloseTo(1, within(1e-4));
        // Three letters and the end mark, three times.
        assertThat(floats.path("usage").path("prompt_tokens").asInt()).isBetween(3 * 3, 3 * 4);
    }

    @Test
    void theModelInTheJarStaysTheDefault() {
        JsonNode body =
                JSON.readTree(ask("{\"model\": \"auto\", \"input\": \"x\"}").body());

        assertThat(body.path("model").asString()).isEqualTo("local/all-minilm-l6-v2");
        assertThat(vector(body, 0)).hasSize(384);
    }

    @Test
    void bothAreListed() {
        String models = GatewayUnderTest.send(gateway.to("/v1/models").GET()).body();

        assertThat(models).contains("\"" + MODEL + "\"").contains("\"local/all-minilm-l6-v2\"");
    }

    @Test
    void aModelTrainedForItGivesShorterVectors() {
        float[] whole = vector(ok("{\"model\": \"%s\", \"input\": \"some text\"}"), 0);
        float[] cut = vector(ok("{\"model\": \"%s\", \"input\": \"some text\", \"dimensions\": 40}"), 0);

        assertThat(cut).hasSize(40);
        assertThat(cosine(cut, cut)).isCloseTo(1, within(1e-4));
        double length = Math.sqrt(cosine(whole, whole, 40));
        assertThat(cosine(whole, cut, 40) / length).isCloseTo(1, within(1e-4));
    }

    @Test
    void otherLengthsAreRefused() {
        for (int wrong : new int[] {31, 65, 0, -1}) {
            HttpResponse<String> answer =
                    ask("{\"model\": \"" + MODEL + "\", \"input\": \"x\", \"dimensions\": " + wrong + "}");

            assertThat(answer.statusCode()).as("%d", wrong).isEqualTo(400);
            assertThat(JSON.readTree(answer.body()).path("error").path("param").asString())
                    .isEqualTo("dimensions");
        }
        assertThat(ask("{\"model\": \"" + MODEL + "\", \"input\": \"x\", \"dimensions\": 31}")
                        .body())
                .contains("shortened to 32");
    }

    @Test
    void aTextThatIsTooLongIsCutAndSoItIsSaid() {
        HttpResponse<String> answer =
                ask("{\"model\": \"" + MODEL + "\", \"input\": [\"x\", \"" + "xyz ".repeat(200) + "\"]}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-compuerta-truncated-inputs")).contains("1");
        assertThat(answer.headers().firstValue("x-compuerta-model")).contains(MODEL);
        assertThat(JSON.readTree(answer.body())
                        .path("usage")
                        .path("total_tokens")
                        .asInt())
                .isEqualTo(2 + 128);
    }

    @Test
    void aCallIsBookedUnderItsModel() {
        String id = GatewayUnderTest.freshId();

        GatewayUnderTest.send(
                post("{\"model\": \"" + MODEL + "\", \"input\": \"book me\"}").header("x-request-id", id));

        assertThat(new LedgerRows(folder.resolve("data/ledger.db")).of(id))
                .containsEntry("outcome", "ok")
                .containsEntry("model", MODEL)
                .containsEntry("asked_model", MODEL)
                .containsEntry("route", "embeddings");
    }

    @Test
    void aWrongFileStopsTheStartAndIsNamed() throws IOException {
        Path words = Files.writeString(folder.resolve("words.gguf"), "not a model, only words about one");

        assertThatThrownBy(
                        () -> GatewayUnderTest.start(STANDARD, Map.of("compuerta.embeddings.model", words.toString())))
                .rootCause()
                .hasMessageContaining("compuerta.embeddings.model")
                .hasMessageContaining("words.gguf")
                .hasMessageContaining("not a GGUF file");
        assertThatThrownBy(() -> GatewayUnderTest.start(STANDARD, Map.of("compuerta.embeddings.model", "nowhere.gguf")))
                .rootCause()
                .hasMessageContaining("no model file nowhere.gguf");
    }

    private static JsonNode ok(String body) {
        HttpResponse<String> answer = ask(body.replace("%s", MODEL));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static HttpResponse<String> ask(String body) {
        return GatewayUnderTest.send(post(body));
    }

    private static HttpRequest.Builder post(String body) {
        return gateway.to("/v1/embeddings").POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static float[] vector(JsonNode body, int index) {
        JsonNode numbers = body.path("data").path(index).path("embedding");
        float[] vector = new float[numbers.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) numbers.path(i).doubleValue();
        }
        return vector;
    }

    private static float[] decoded(JsonNode body) {
        byte[] bytes = Base64.getDecoder()
                .decode(body.path("data").path(0).path("embedding").stringValue());
        float[] vector = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        return vector;
    }

    private static double cosine(float[] one, float[] other) {
        return cosine(one, other, one.length);
    }

    private static double cosine(float[] one, float[] other, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += (double) one[i] * other[i];
        }
        return sum;
    }
}
