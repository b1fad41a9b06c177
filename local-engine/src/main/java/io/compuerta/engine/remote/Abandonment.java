package io.compuerta.engine.remote;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import reactor.adapter.JdkFlowAdapter;

/**
 * Hangs up on an answer that nobody waits for any more. Cancelling the client's future is not enough: a response that is
 * just arriving is then kept, unread, with its connection open, and the server holds its slot for ever. Thread-safe.
 */
final class Abandonment {

    private boolean abandoned;
    private Flow.@Nullable Publisher<List<ByteBuffer>> arrived;

    /** The body of a response that arrives, as a {@link HttpResponse.BodyHandler}. */
    HttpResponse.BodySubscriber<Flow.Publisher<List<ByteBuffer>>> body(HttpResponse.ResponseInfo response) {
        HttpResponse.BodySubscriber<Flow.Publisher<List<ByteBuffer>>> subscriber =
                HttpResponse.BodySubscribers.ofPublisher();
        var unused = subscriber.getBody().thenAccept(this::arrive);
        return subscriber;
    }

    private synchronized void arrive(Flow.Publisher<List<ByteBuffer>> body) {
        if (abandoned) {
            hangUp(body);
        } else {
            arrived = body;
        }
    }

    /** Nobody waits any more. */
    synchronized void abandon() {
        abandoned = true;
        if (arrived != null) {
            hangUp(arrived);
        }
    }

    /** Closes the connection of a body that nobody reads; one that somebody reads already stays as it is. */
    static void hangUp(Flow.Publisher<?> body) {
        JdkFlowAdapter.flowPublisherToFlux(body)
                .subscribe(piece -> {}, failure -> {})
                .dispose();
    }
}
