package io.compuerta.policy.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.policy.decide.Availability;
import io.compuerta.policy.decide.Caller;
import io.compuerta.policy.decide.Facts;
import io.compuerta.policy.decide.Fleet;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.money.Cost;
import io.compuerta.policy.money.NanoUsd;
import io.compuerta.policy.money.PriceBook;
import io.compuerta.policy.money.PriceReader;
import io.compuerta.policy.money.TokenUsage;
import io.compuerta.policy.rule.CompiledPolicy;
import io.compuerta.policy.rule.PolicyCompiler;
import io.compuerta.policy.signal.Modality;
import io.compuerta.policy.signal.Signals;
import io.compuerta.policy.signal.complexity.Complexity;
import io.compuerta.policy.signal.firewall.FirewallVerdict;
import io.compuerta.policy.signal.topic.Sensitivity;
import io.compuerta.policy.signal.topic.SensitivityLevel;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimulationTest {

    private static final PriceBook PRICES = PriceReader.read("prices.yaml", """
            version: 1
            baseline: acme/big
            prices:
              - model: acme/big
                from: 2020-01-01
                usd-per-million: { input: 10.00, output: 50.00 }
                source: made up
            """);

    private static final CompiledPolicy OLD = policy("""
            rules:
              - name: hard
                when: complexity > 0.6
                route: big
              - name: rest
                route: local
            """);

    @Test
    void countsBothSidesAndWhatMoved() {
        CompiledPolicy stricter = policy("""
                rules:
                  - name: harder
                    when: complexity > 0.8
                    route: big
                  - name: rest
                    route: local
                """);
        Simulation simulation = new Simulation(OLD, stricter, Fleet.of(Availability.everything()), PRICES);
        simulation.add(request("easy", 0.1, "local/qwen", new Cost.Priced(NanoUsd.ZERO, "x")));
        simulation.add(request("middle", 0.7, "acme/big", priced(15_000_000)));
        simulation.add(request("hard", 0.9, "acme/big", priced(15_000_000)));

        Comparison found = simulation.result();

        assertThat(found.before().localShare()).isEqualTo(1 / 3.0);
        assertThat(found.after().localShare()).isEqualTo(2 / 3.0);
        assertThat(found.before().cost()).isEqualTo(new NanoUsd(30_000_000));
        assertThat(found.after().cost()).isEqualTo(new NanoUsd(15_000_000));
        assertThat(found.before().estimated()).isZero();
        assertThat(found.after().estimated()).isEqualTo(1);
        assertThat(found.difference()).isEqualTo(new NanoUsd(-15_000_000));
        assertThat(found.otherRule()).isEqualTo(1);
        Change change = found.changes().getFirst();
        assertThat(change.before()).isEqualTo(new Change.Taken("hard", Optional.of("acme/big")));
        assertThat(change.after()).isEqualTo(new Change.Taken("rest", Optional.of("local/qwen")));
        assertThat(change.examples()).containsExactly("middle");
        assertThat(found.changed()).isEqualTo(1);
    }

    @Test
    void aChangedModelIsEstimatedFromTheRecordedTokens() {
        CompiledPolicy allOut = policy("""
                rules:
                  - name: all
                    route: big
                """);
        Simulation simulation = new Simulation(OLD, allOut, Fleet.of(Availability.everything()), PRICES);
        simulation.add(request("easy", 0.1, "local/stand-in", new Cost.Priced(NanoUsd.ZERO, "embedded engine")));

        Comparison found = simulation.result();

        // 1000 tokens in at 10 dollars a million, 100 out at 50.
        assertThat(found.after().cost()).isEqualTo(new NanoUsd(15_000_000));
        assertThat(found.after().estimated()).isEqualTo(1);
        assertThat(found.before().saved()).isEqualTo(new NanoUsd(15_000_000));
        assertThat(found.after().saved()).isEqualTo(NanoUsd.ZERO);
    }

    @Test
    void whatIsNotKnownIsNotNothing() {
        CompiledPolicy unpriced = policy("""
                rules:
                  - name: all
                    route: new
                """);
        Simulation simulation = new Simulation(OLD, unpriced, Fleet.of(Availability.everything()), PRICES);
        simulation.add(request("easy", 0.1, "local/qwen", new Cost.Priced(NanoUsd.ZERO, "embedded engine")));
        simulation.add(new PastRequest("untold", Instant.EPOCH, facts(0.9), Optional.empty(), Optional.empty()));

        Comparison found = simulation.result();

        assertThat(found.after().unknown()).isEqualTo(2);
        assertThat(found.after().savedOf()).isZero();
        assertThat(found.before().unknown()).isEqualTo(1);
        assertThat(found.differenceOf()).isZero();
        assertThat(found.changes())
                .allSatisfy(change -> assertThat(change.differenceOf()).isZero());
    }

    @Test
    void aRefusalCostsNothingAndIsCounted() {
        CompiledPolicy refusing = policy("""
                rules:
                  - name: nothing leaves
                    route: gone
                    on-failure: refuse
                """);
        Simulation simulation = new Simulation(
                OLD, refusing, Fleet.of(model -> !model.provider().equals("gone")), PRICES);
        simulation.add(request("hard", 0.9, "acme/big", priced(15_000_000)));

        Comparison found = simulation.result();

        assertThat(found.after().refused()).isEqualTo(1);
        assertThat(found.after().cost()).isEqualTo(NanoUsd.ZERO);
        assertThat(found.after().unknown()).isZero();
        assertThat(found.changes().getFirst().after().where()).isEqualTo("refused");
        assertThat(found.after().localShare()).isZero();
    }

    @Test
    void onlyTheFirstExamplesAreKeptAndTheLargestChangeComesFirst() {
        CompiledPolicy swapped = policy("""
                rules:
                  - name: easy out
                    when: complexity <= 0.6
                    route: big
                  - name: rest
                    route: local
                """);
        Simulation simulation = new Simulation(OLD, swapped, Fleet.of(Availability.everything()), PRICES);
        simulation.add(request("hard", 0.9, "acme/big", priced(1)));
        for (int i = 0; i < 5; i++) {
            simulation.add(request("easy-" + i, 0.1, "local/qwen", priced(0)));
        }

        List<Change> changes = simulation.result().changes();

        assertThat(changes).extracting(Change::requests).containsExactly(5L, 1L);
        assertThat(changes.getFirst().examples()).containsExactly("easy-0", "easy-1", "easy-2");
    }

    private static CompiledPolicy policy(String rules) {
        return PolicyCompiler.compile("policies.yaml", """
                version: 1
                targets:
                  local: { engine: qwen }
                  big: { models: [acme/big] }
                  new: { models: [acme/new] }
                  gone: { models: [gone/model] }
                """ + rules, Clock.systemUTC());
    }

    private static Cost priced(long nano) {
        return new Cost.Priced(new NanoUsd(nano), "acme/big@2020-01-01");
    }

    private static PastRequest request(String id, double complexity, String model, Cost cost) {
        return new PastRequest(
                id,
                Instant.parse("2026-11-21T12:00:00Z"),
                facts(complexity),
                Optional.of(TokenUsage.of(1000, 100)),
                Optional.of(new PastRequest.PastAnswer(ModelId.parse(model), cost)));
    }

    private static Facts facts(double complexity) {
        Signals signals = new Signals(
                new Complexity(complexity, Complexity.Label.SIMPLE, List.of()),
                new Sensitivity(SensitivityLevel.PUBLIC, Set.of()),
                FirewallVerdict.CLEAN,
                Set.of(),
                Modality.TEXT,
                1000,
                "en",
                false);
        return new Facts(signals, new Caller("acme", "u"), "auto", 12);
    }
}
