package io.compuerta.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.gateway.testing.Blocking;
import io.compuerta.gateway.testing.Chat;
import io.compuerta.gateway.testing.GatewayUnderTest;
import io.compuerta.gateway.testing.PersonalSamples;
import io.compuerta.gateway.testing.SseEvent;
import io.compuerta.gateway.testing.StubUpstream;
import io.compuerta.policy.signal.pii.PiiType;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A thousand conversations with personal data of every type, in Spanish and English, half of them streamed, seen from
 * outside: no original among the bytes that a provider in another process received, and every one back in the answer.
 */
class NothingPersonalLeavesTest {

    private static final int OF_EACH_SHAPE = 200;
    private static final PiiType[] TYPES = PiiType.values();

    private final GatewayUnderTest gateway = GatewayUnderTest.shared();
    private final StubUpstream stub = GatewayUnderTest.stub();

    private enum Shape {
        ONE_QUESTION,
        SEVERAL_TURNS,
        TOOL_RESULTS,
        JSON_MODE,
        TOOL_ANSWER
    }

    /** A request with what must not leave and what must come back. */
    private record Case(ObjectNode request, List<String> originals, String last) {}

    @AfterAll
    static void nothingBlockedAnEventLoop() {
        assertThat(Blocking.found()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void noOriginalIsOnTheWireAndAllComeBack(Shape shape) {
        long seed = 1_000 + shape.ordinal();
        Random random = new Random(seed);
        PersonalSamples samples = new PersonalSamples(seed);
        for (int i = 0; i < OF_EACH_SHAPE; i++) {
            boolean stream = i % 2 == 0;
            Case made = make(shape, samples, random, i, i / 2 % 2 == 0);
            made.request().put("stream", stream);
            String where = shape + ", seed " + seed + ", case " + i;
            stub.forget();

            HttpResponse<String> response = GatewayUnderTest.send(
                    gateway.chat(made.request().toString()).header("Cache-Control", "no-cache"));

            assertThat(response.statusCode()).as(where).isEqualTo(200);
            assertThat(answer(shape, stream, response.body())).as(where).isEqualTo(made.last());
            String sent = stub.receivedText();
            assertThat(sent).as(where).contains("POST /v1/chat/completions");
            assertThat(made.originals())
                    .as(where)
                    .isNotEmpty()
                    .noneMatch(sent::contains)
                    .noneMatch(original -> sent.contains(quoted(original)));
        }
    }

    private static String answer(Shape shape, boolean stream, String body) {
        if (shape != Shape.TOOL_ANSWER) {
            return stream ? SseEvent.text(SseEvent.parse(body)) : Answers.content(body);
        }
        String arguments = stream ? SseEvent.arguments(SseEvent.parse(body)) : wholeArguments(Answers.json(body));
        return Answers.json(arguments).path("text").stringValue();
    }

    private static String wholeArguments(JsonNode answer) {
        return answer.path("choices")
                .path(0)
                .path("message")
                .path("tool_calls")
                .path(0)
                .path("function")
                .path("arguments")
                .stringValue();
    }

    private static Case make(Shape shape, PersonalSamples samples, Random random, int number, boolean spanish) {
        List<String> originals = new ArrayList<>();
        String question = text(samples, random, number, spanish, originals);
        ObjectNode request = Chat.json(shape == Shape.TOOL_ANSWER ? "stub/tools" : "stub/echo", question);
        switch (shape) {
            case ONE_QUESTION ->
                request.put("user", samples.next(PiiType.EMAIL, spanish).value());
            case SEVERAL_TURNS -> {
                message(request, "assistant", text(samples, random, number + 11, !spanish, originals));
                message(request, "user", text(samples, random, number + 23, spanish, originals));
            }
            case TOOL_RESULTS -> {
                toolTurn(request, text(samples, random, number + 7, spanish, originals));
                message(request, "user", text(samples, random, number + 19, spanish, originals));
            }
            case JSON_MODE -> {
                request.putObject("response_format").put("type", "json_object");
                message(
                        request,
                        "user",
                        "{\"nota\":" + quoted(text(samples, random, number, spanish, originals)) + "}");
            }
            case TOOL_ANSWER -> message(request, "user", text(samples, random, number + 31, spanish, originals));
        }
        elsewhere(request, samples, spanish, originals);
        JsonNode messages = request.path("messages");
        return new Case(
                request,
                originals,
                messages.path(messages.size() - 1).path("content").stringValue());
    }

    /** In parameters, and in fields that no gateway knows. */
    private static void elsewhere(
            ObjectNode request, PersonalSamples samples, boolean spanish, List<String> originals) {
        PersonalSamples.Sample stop = samples.next(PiiType.EMAIL, spanish);
        PersonalSamples.Sample note = samples.next(PiiType.PHONE, spanish);
        request.putArray("stop").add(stop.sentence());
        request.putObject("x_options").putArray("notes").addObject().put("text", note.sentence());
        originals.add(stop.value());
        originals.add(note.value());
    }

    /** One to three sentences; over the cases every type comes by. */
    private static String text(
            PersonalSamples samples, Random random, int number, boolean spanish, List<String> originals) {
        StringBuilder text = new StringBuilder(spanish ? "Hola. " : "Hello. ");
        int sentences = 1 + random.nextInt(3);
        for (int i = 0; i < sentences; i++) {
            PersonalSamples.Sample sample = samples.next(TYPES[(number + 13 * i) % TYPES.length], spanish);
            originals.add(sample.value());
            text.append(sample.sentence()).append(random.nextInt(4) == 0 ? "\n" : " ");
        }
        return text.append(
                        spanish
                                ? "Redacta una respuesta breve y amable. 😀"
                                : "Please write a short and friendly reply. 😀")
                .toString();
    }

    private static void message(ObjectNode request, String role, String content) {
        request.withArray("messages").addObject().put("role", role).put("content", content);
    }

    private static void toolTurn(ObjectNode request, String note) {
        ObjectNode call = request.withArray("messages").addObject().put("role", "assistant");
        call.putNull("content");
        call.putArray("tool_calls")
                .addObject()
                .put("id", "call_7")
                .put("type", "function")
                .putObject("function")
                .put("name", "look_up")
                .put("arguments", "{\"nota\":" + quoted(note) + "}");
        request.withArray("messages")
                .addObject()
                .put("role", "tool")
                .put("tool_call_id", "call_7")
                .put("content", "{\"found\":[" + quoted(note) + "]}");
    }

    private static String quoted(String text) {
        return Chat.json("x", text).path("messages").path(0).path("content").toString();
    }
}
