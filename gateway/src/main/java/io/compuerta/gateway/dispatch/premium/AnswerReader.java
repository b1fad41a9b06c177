package io.compuerta.gateway.dispatch.premium;

import io.compuerta.gateway.pipeline.AnswerEvent;
import java.util.List;
import reactor.core.publisher.Flux;

/** Reads one answer, streamed or whole. What cannot be read is a {@link io.compuerta.gateway.pipeline.GatewayError}. Not thread-safe. */
public interface AnswerReader {

    /**
     * The next frame of a stream; most hold one event, some none.
     *
     * @param data of a server-sent event
     */
    List<AnswerEvent> read(String data);

    /** What the end of the stream means: nothing after a complete answer, else an error. */
    Flux<AnswerEvent> end();

    /** An answer that came in one piece. */
    List<AnswerEvent> whole(byte[] body);
}
