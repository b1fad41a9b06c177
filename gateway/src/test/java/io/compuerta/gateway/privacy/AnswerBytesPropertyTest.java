package io.compuerta.gateway.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.gateway.dispatch.premium.ChatProvider;
import io.compuerta.gateway.dispatch.premium.HttpProvider;
import io.compuerta.gateway.dispatch.premium.anthropic.AnthropicDialect;
import io.compuerta.gateway.dispatch.premium.openai.OpenAiDialect;
import io.compuerta.gateway.pipeline.AnonymizedCall;
import io.compuerta.gateway.pipeline.AnswerEvent;
import io.compuerta.gateway.pipeline.ChatRequest;
import io.compuerta.gateway.testing.Calls;
import io.compuerta.gateway.testing.Chat;
import io.compuerta.gateway.testing.EgressRecords;
import io.compuerta.policy.decide.ModelId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Generated conversations with tool calls, through the real detectors, and their answers from the bytes on: cut anywhere,
 * inside characters, JSON escapes and frames of either dialect, the caller gets back what was said. Every answer arrives
 * in two parts, cut at two places, every fourth one byte by byte, which cuts at all places at once, and some in two parts
 * for each place; all of them do with {@code -Dcompuerta.every-cut=true}, which took 11 minutes for 10,000 conversations.
 */
class AnswerBytesPropertyTest {

    private static final int CASES = 2_500;

    private static final boolean EVERY_CUT = Boolean.getBoolean("compuerta.every-cut");

    /** One in so many conversations is cut in two at every byte. */
    private static final int WHOLE_CUTS = 500;

    private static final int SOME_CUTS = 2;

    private static final String[] PARTS = {
        "Soy Lucía Fernández Ibáñez",
        "lucia@ejemplo.es",
        "mi DNI es 12345678Z",
        "IBAN ES91 2100 0418 4502 0005 1332",
        "móvil +34 612 345 678",
        "Calle \"Mayor\" 3, 28013 Madrid",
        "clave: hunter2!x",
        " y ",
        ", ",
        "\n",
        "😀",
        "漢字 ",
        "[PERSON_k7x3q9]",
        "[EMAIL_",
        "\\",
        "\"",
        "\t",
        "é"
    };

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** A conversation as it is and as it left, of which the answer repeats one message and one tool call. */
    private record Case(AnonymizedCall call, String text, String arguments, String safeText, String safeArguments) {}

    @ParameterizedTest
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    @CsvSource({"openai, 81", "openai, 82", "anthropic, 91", "anthropic, 92"})
    void whatTheProviderRepeatsComesBackHoweverItsBytesAreCut(String dialect, long seed) {
        AtomicReference<Flux<DataBuffer>> body = new AtomicReference<>(Flux.empty());
        ChatProvider provider = provider(dialect, body);
        Random random = new Random(seed);
        for (int i = 0; i < CASES; i++) {
            Case made = make(random);
            byte[] bytes = answer(dialect, made, random).getBytes(StandardCharsets.UTF_8);
            String where = dialect + ", seed " + seed + ", case " + i;
            assertThat(made.call().vault().leaks(made.safeText() + made.safeArguments()))
                    .as(where)
                    .isEmpty();

            if (i % 4 == 0) {
                body.set(oneByOne(bytes));
                assertComesBack(provider, made, where);
            }
            for (int cut : cuts(bytes.length, random, EVERY_CUT || i % WHOLE_CUTS == 0)) {
                body.set(inTwo(bytes, cut));
                assertComesBack(provider, made, where + ", cut at " + cut);
            }
        }
    }

    private static void assertComesBack(ChatProvider provider, Case made, String where) {
        EventRestorer restorer = new EventRestorer(made.call().vault(), Syntax.PLAIN);
        StringBuilder text = new StringBuilder();
        StringBuilder arguments = new StringBuilder();
        List<AnswerEvent> events = restorer.restore(
                        provider.answer(Calls.outgoing(made.call(), ModelId.parse("stub/echo"))))
                .collectList()
                .block(Duration.ofMinutes(1));
        for (AnswerEvent event : Objects.requireNonNull(events)) {
            switch (event) {
                case AnswerEvent.Text t -> text.append(t.text());
                case AnswerEvent.ToolArguments a -> arguments.append(a.fragment());
                default -> {
                    // Beginnings and ends.
                }
            }
        }
        if (!text.toString().equals(made.text()) || !arguments.toString().equals(made.arguments())) {
            // Not compared by the library at once: it would build its message a million times.
            assertThat(text.toString()).as(where).isEqualTo(made.text());
            assertThat(arguments.toString()).as(where).isEqualTo(made.arguments());
        }
    }

    private static ChatProvider provider(String dialect, AtomicReference<Flux<DataBuffer>> body) {
        WebClient http = WebClient.builder()
                .baseUrl("http://provider.example/v1")
                .exchangeFunction(request -> Mono.fromSupplier(() -> ClientResponse.create(HttpStatus.OK)
                        .header("Content-Type", "text/event-stream")
                        .body(body.get())
                        .build()))
                .build();
        return new HttpProvider(
                http,
                dialect.equals("openai") ? new OpenAiDialect(JSON) : new AnthropicDialect(JSON),
                JSON,
                EgressRecords.unrecorded());
    }

    private static Case make(Random random) {
        ObjectNode request = Chat.json("auto", text(random));
        request.put("stream", true);
        ObjectNode call = request.withArray("messages").addObject().put("role", "assistant");
        call.putNull("content");
        String arguments = "{\"nota\":" + quoted(text(random), new Random(0), true) + ",\"telefono\":612345678}";
        call.putArray("tool_calls")
                .addObject()
                .put("id", "call_1")
                .put("type", "function")
                .putObject("function")
                .put("name", "note")
                .put("arguments", arguments);
        request.withArray("messages")
                .addObject()
                .put("role", "tool")
                .put("tool_call_id", "call_1")
                .put("content", text(random));
        List<String> originals = texts(new ChatRequest(request));
        AnonymizedCall anonymized = Calls.anonymized(request, "acme");
        List<String> safe = texts(anonymized.outgoing());
        return new Case(anonymized, originals.getFirst(), arguments, safe.getFirst(), safe.get(1));
    }

    private static List<String> texts(ChatRequest request) {
        return request.pieces().stream().map(Piece::text).toList();
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int parts = random.nextInt(6);
        for (int i = 0; i < parts; i++) {
            text.append(PARTS[random.nextInt(PARTS.length)]).append(random.nextBoolean() ? " " : "");
        }
        return text.toString();
    }

    private static String answer(String dialect, Case made, Random random) {
        String end = random.nextInt(4) == 0 ? "\r\n" : "\n";
        StringBuilder sse = new StringBuilder(random.nextBoolean() ? "" : ": comment" + end + end);
        List<String> texts = pieces(made.safeText(), random);
        List<String> arguments = pieces(made.safeArguments(), random);
        if (dialect.equals("openai")) {
            texts.forEach(piece -> openAi(sse, "{\"content\":" + quoted(piece, random, false) + "}", "null", end));
            openAi(
                    sse,
                    "{\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"note\",\"arguments\":\"\"}}]}",
                    "null",
                    end);
            arguments.forEach(piece -> openAi(
                    sse,
                    "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":" + quoted(piece, random, false)
                            + "}}]}",
                    "null",
                    end));
            openAi(sse, "{}", "\"tool_calls\"", end);
            return sse.append("data: [DONE]").append(end).append(end).toString();
        }
        anthropic(sse, "content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}", end);
        texts.forEach(piece -> anthropic(
                sse,
                "content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":"
                        + quoted(piece, random, false) + "}",
                end));
        anthropic(sse, "content_block_stop\",\"index\":0", end);
        anthropic(
                sse,
                "content_block_start\",\"index\":1,\"content_block\":{\"type\":\"tool_use\",\"id\":\"c\",\"name\":\"note\",\"input\":{}}",
                end);
        arguments.forEach(piece -> anthropic(
                sse,
                "content_block_delta\",\"index\":1,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":"
                        + quoted(piece, random, false) + "}",
                end));
        anthropic(sse, "content_block_stop\",\"index\":1", end);
        anthropic(sse, "message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"}", end);
        anthropic(sse, "message_stop\"", end);
        return sse.toString();
    }

    private static void openAi(StringBuilder sse, String delta, String finish, String end) {
        sse.append("data: {\"choices\":[{\"index\":0,\"delta\":")
                .append(delta)
                .append(",\"finish_reason\":")
                .append(finish)
                .append("}]}")
                .append(end)
                .append(end);
    }

    private static void anthropic(StringBuilder sse, String event, String end) {
        sse.append("event: message").append(end);
        sse.append("data: {\"type\":\"").append(event).append("}").append(end).append(end);
    }

    /** Cut anywhere, between the halves of a character too. */
    private static List<String> pieces(String text, Random random) {
        List<String> pieces = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int next = Math.min(text.length(), at + 1 + random.nextInt(40));
            pieces.add(text.substring(at, next));
            at = next;
        }
        return pieces;
    }

    /** As JSON, with escapes where they are needed and, unless spare, here and there where they are not. */
    private static String quoted(String text, Random random, boolean spare) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            boolean half = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
            boolean escaped = half || !spare && c > 127 && c <= Character.MAX_VALUE && random.nextInt(3) == 0;
            if (escaped) {
                quoted.append(String.format("\\u%04x", c));
            } else {
                JsonEscapes.append(quoted, Character.toString(c));
            }
        });
        return quoted.append('"').toString();
    }

    private static int[] cuts(int length, Random random, boolean all) {
        return all
                ? IntStream.rangeClosed(0, length).toArray()
                : random.ints(SOME_CUTS, 0, length + 1).toArray();
    }

    private static Flux<DataBuffer> oneByOne(byte[] bytes) {
        return Flux.range(0, bytes.length)
                .map(i -> DefaultDataBufferFactory.sharedInstance.wrap(new byte[] {bytes[i]}));
    }

    private static Flux<DataBuffer> inTwo(byte[] bytes, int cut) {
        return Flux.just(
                DefaultDataBufferFactory.sharedInstance.wrap(Arrays.copyOfRange(bytes, 0, cut)),
                DefaultDataBufferFactory.sharedInstance.wrap(Arrays.copyOfRange(bytes, cut, bytes.length)));
    }
}
