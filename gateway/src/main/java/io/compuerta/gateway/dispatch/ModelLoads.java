package io.compuerta.gateway.dispatch;

import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.policy.decide.Fleet;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.ModelLoad;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import reactor.core.publisher.Flux;

/**
 * Measures every call that goes to a model: how long until its first token, how many are under way. One for the gateway;
 * thread-safe. It knows only models that the policy or {@code providers.yaml} names, and the local engine as one.
 */
public final class ModelLoads implements Fleet.Loads {

    /** Whatever a request calls the local model, one engine answers. */
    private static final ModelId ENGINE = ModelId.local("engine");

    private final Map<ModelId, ModelLoad> loads = new ConcurrentHashMap<>();
    private final LongSupplier nanos;

    /** @param nanos {@link System#nanoTime()} outside of tests */
    public ModelLoads(LongSupplier nanos) {
        this.nanos = nanos;
    }

    @Override
    public double expectedMillis(ModelId model) {
        return of(model).expectedMillis(nanos.getAsLong());
    }

    @Override
    public int underWay(ModelId model) {
        return of(model).underWay();
    }

    /** What the local engine's callers waited for their first tokens lately; zero when nobody called lately. */
    public Duration localWait() {
        return Duration.ofNanos((long) (of(ENGINE).averageMillis(nanos.getAsLong()) * 1e6));
    }

    /** The same answer, measured. */
    <E> Flux<E> watch(ModelId model, Flux<E> answer) {
        return Flux.defer(() -> new Watch(of(model), nanos.getAsLong()).over(answer));
    }

    private ModelLoad of(ModelId model) {
        return loads.computeIfAbsent(model.isLocal() ? ENGINE : model, unmeasured -> new ModelLoad());
    }

    /** One call. Its signals come one after another, so nothing here is guarded but the cancel. */
    private final class Watch {

        private final ModelLoad load;
        private final long start;
        private volatile boolean begun;

        Watch(ModelLoad load, long start) {
            this.load = load;
            this.start = start;
        }

        <E> Flux<E> over(Flux<E> answer) {
            load.started();
            return answer.doOnNext(event -> {
                        if (!begun) {
                            begun = true;
                            load.firstToken(waited(), nanos.getAsLong());
                        }
                    })
                    .doOnError(cause -> {
                        // What the caller did wrong says nothing of the model.
                        if (!begun && cause instanceof GatewayError.UpstreamFailed) {
                            load.failed(waited(), nanos.getAsLong());
                        }
                    })
                    .doOnCancel(() -> {
                        if (!begun) {
                            load.givenUp(waited(), nanos.getAsLong());
                        }
                    })
                    .doFinally(signal -> load.ended());
        }

        private Duration waited() {
            return Duration.ofNanos(nanos.getAsLong() - start);
        }
    }
}
