package io.compuerta.gateway.edge.openai;

import io.compuerta.gateway.edge.ErrorBodies;
import io.compuerta.gateway.pipeline.Answer;
import io.compuerta.gateway.pipeline.AnswerEvent;
import io.compuerta.gateway.pipeline.Origin;
import io.compuerta.gateway.testing.Calls;
import io.compuerta.gateway.testing.Chat;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.Route;
import java.nio.channels.ClosedChannelException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import tools.jackson.databind.json.JsonMapper;

class ChatCompletionWriterTest {

    private static final AnswerEvent BEGIN = new AnswerEvent.Begin(new Origin(
            new Route.Premium("premium", ModelId.parse("stub/m")),
            ModelId.parse("stub/m"),
            "a rule",
            Origin.CacheStatus.MISS,
            0,
            "p1"));

    private final TestPublisher<AnswerEvent> events = TestPublisher.create();

    @Test
    void aCallerWhoIsGoneBeforeTheFirstFrameEndsTheAnswer() {
        StepVerifier.create(write(frames -> Mono.error(new ClosedChannelException())))
                .then(() -> events.next(BEGIN))
                .verifyError(ClosedChannelException.class);

        events.assertCancelled();
    }

    @Test
    void aCallerWhoGoesLaterEndsTheAnswer() {
        StepVerifier.create(write(frames -> frames.take(1).then(Mono.error(new ClosedChannelException()))))
                .then(() -> events.next(BEGIN))
                .verifyError(ClosedChannelException.class);

        events.assertCancelled();
    }

    @Test
    void anAnswerThatIsReadToItsEndIsNotCancelled() {
        StepVerifier.create(write(Flux::then))
                .then(() -> events.next(BEGIN).complete())
                .verifyComplete();

        events.assertNotCancelled();
    }

    private Mono<Void> write(Function<Flux<DataBuffer>, Mono<Void>> network) {
        MockServerHttpResponse response = new MockServerHttpResponse();
        response.setWriteHandler(network);
        JsonMapper json = new JsonMapper();
        Answer answer = new Answer(
                Calls.anonymized(Chat.json("auto", "Hola").put("stream", true), "acme"),
                Optional.empty(),
                events.flux());
        return new ChatCompletionWriter(json, new ErrorBodies(json), Duration.ofSeconds(15), Clock.systemUTC())
                .write(answer, response);
    }
}
