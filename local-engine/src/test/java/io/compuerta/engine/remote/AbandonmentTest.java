package io.compuerta.engine.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import reactor.adapter.JdkFlowAdapter;
import reactor.test.StepVerifier;

/** Whichever comes first, the response or the caller's leaving: a body that nobody reads is hung up on. */
class AbandonmentTest {

    private final Abandonment abandonment = new Abandonment();
    private final Connection connection = new Connection();

    @Test
    void aResponseThatArrivesTooLateIsHungUp() {
        abandonment.abandon();

        abandonment.body(HEAD).onSubscribe(connection);

        assertThat(connection.cancelled).isTrue();
    }

    @Test
    void aResponseThatArrivedAndWasNotReadIsHungUp() {
        abandonment.body(HEAD).onSubscribe(connection);
        assertThat(connection.cancelled).isFalse();

        abandonment.abandon();

        assertThat(connection.cancelled).isTrue();
    }

    @Test
    void aResponseThatIsWaitedForIsReadToItsEnd() {
        HttpResponse.BodySubscriber<Flow.Publisher<List<ByteBuffer>>> subscriber = abandonment.body(HEAD);
        subscriber.onSubscribe(connection);
        Flow.Publisher<List<ByteBuffer>> body =
                subscriber.getBody().toCompletableFuture().join();

        StepVerifier.create(JdkFlowAdapter.flowPublisherToFlux(body))
                .then(() -> subscriber.onNext(List.of(ByteBuffer.allocate(3))))
                .expectNextCount(1)
                .then(subscriber::onComplete)
                .verifyComplete();
        assertThat(connection.cancelled).isFalse();
    }

    private static final class Connection implements Flow.Subscription {

        private boolean cancelled;

        @Override
        public void request(long n) {
            // Pieces come when the test sends them.
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    private static final HttpResponse.ResponseInfo HEAD = new HttpResponse.ResponseInfo() {
        @Override
        public int statusCode() {
            return 200;
        }

        @Override
        public HttpHeaders headers() {
            return HttpHeaders.of(Map.of(), (name, value) -> true);
        }

        @Override
        public HttpClient.Version version() {
            return HttpClient.Version.HTTP_1_1;
        }
    };
}
