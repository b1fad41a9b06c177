package io.compuerta.gateway.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineHealth;
import io.compuerta.engine.EngineStatistics;
import io.compuerta.engine.GenerationRequest;
import io.compuerta.gateway.dispatch.ModelLoads;
import io.compuerta.gateway.dispatch.local.LocalModel;
import io.compuerta.gateway.dispatch.premium.Provider;
import io.compuerta.gateway.dispatch.premium.ProviderSettings;
import io.compuerta.gateway.dispatch.premium.Providers;
import io.compuerta.policy.decide.Caller;
import io.compuerta.policy.decide.DataTerms;
import io.compuerta.policy.decide.ModelTraits;
import io.compuerta.policy.decide.Situation;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class SituationReaderTest {

    private static final Caller ANA = new Caller("acme", "ana");

    private final CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();
    private final Providers providers = new Providers(
            List.of(provider("openai", false), provider("mistral", false), provider("keyless", true)),
            provider -> call -> Flux.empty(),
            new ProviderSettings(
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(60),
                    10,
                    0,
                    Duration.ofSeconds(3)),
            breakers);
    private final AtomicLong lots = new AtomicLong(41);

    @Test
    void timeIsThatOfTheGatewaysZone() {
        Situation situation =
                reader(new EngineHealth.Unavailable("none"), Budgets.NONE).now(ANA);

        // Saturday 23:30 in Greenwich.
        assertThat(situation.hour()).isEqualTo(0);
        assertThat(situation.weekday()).isEqualTo(DayOfWeek.SUNDAY);
    }

    @Test
    void healthyIsWhatCanBeCalled() {
        SituationReader reader = reader(new EngineHealth.Ready("qwen", 4096, false), Budgets.NONE);
        assertThat(reader.now(ANA).healthy()).containsExactlyInAnyOrder("openai", "mistral", "local");

        breakers.circuitBreaker("openai").transitionToOpenState();

        assertThat(reader.now(ANA).healthy()).containsExactlyInAnyOrder("mistral", "local");
        assertThat(reader(new EngineHealth.Unavailable("none"), Budgets.NONE)
                        .now(ANA)
                        .healthy())
                .containsExactly("mistral");
    }

    @Test
    void theQueueIsTheEnginesAndTheBudgetTheTenants() {
        Situation situation = reader(
                        new EngineHealth.Ready("qwen", 4096, false),
                        caller -> caller.tenant().equals("acme") ? 1.25 : Double.POSITIVE_INFINITY)
                .now(ANA);

        assertThat(situation.localQueue()).isEqualTo(6);
        assertThat(situation.budgetLeft()).isEqualTo(1.25);
        assertThat(situation.localWait()).isZero();
    }

    @Test
    void eachDecisionHasALotOfItsOwn() {
        SituationReader reader = reader(new EngineHealth.Unavailable("none"), Budgets.NONE);

        assertThat(reader.now(ANA).lot()).isEqualTo(42);
        assertThat(reader.now(ANA).lot()).isEqualTo(43);
    }

    private SituationReader reader(EngineHealth health, Budgets budgets) {
        return new SituationReader(
                Clock.fixed(Instant.parse("2026-11-21T23:30:00Z"), ZoneId.of("Europe/Madrid")),
                budgets,
                new LocalModel(new Engine(health), Duration.ZERO),
                providers,
                new ModelLoads(() -> 0),
                lots::incrementAndGet);
    }

    private static Provider provider(String id, boolean keyMissing) {
        return new Provider(
                id,
                Provider.Dialect.OPENAI,
                URI.create("https://provider.invalid/v1"),
                Optional.empty(),
                keyMissing,
                DataTerms.UNKNOWN,
                Map.of("big", ModelTraits.UNKNOWN));
    }

    /** Four slots, six requests waiting. */
    private record Engine(EngineHealth health) implements ChatEngine {

        @Override
        public Flux<EngineEvent> generate(GenerationRequest request) {
            return Flux.empty();
        }

        @Override
        public EngineStatistics statistics() {
            return new EngineStatistics(4, 4, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        }

        @Override
        public void close() {}
    }
}
