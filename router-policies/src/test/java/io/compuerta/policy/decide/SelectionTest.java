package io.compuerta.policy.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.compuerta.policy.Requests;
import io.compuerta.policy.signal.Conversation;
import io.compuerta.policy.signal.Modality;
import io.compuerta.policy.signal.Role;
import io.compuerta.policy.signal.Turn;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {

    private static final ModelId A = ModelId.parse("one/a");
    private static final ModelId B = ModelId.parse("one/b");
    private static final ModelId C = ModelId.parse("two/c");
    private static final List<ModelId> ALL = List.of(A, B, C);
    private static final Caller ANA = new Caller("acme", "ana");
    private static final Fleet NOTHING_KNOWN = Fleet.of(Availability.everything());

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void everyStrategyKeepsAllModelsAndDecidesTheSameAgain(Strategy strategy) {
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            Fleet fleet = randomFleet(random);
            Facts facts = facts(random.nextLong(), random.nextInt(3_000), "");

            List<ModelId> order = Selection.of(strategy).order(ALL, facts, fleet);

            assertThat(order).containsExactlyInAnyOrderElementsOf(ALL);
            assertThat(Selection.of(strategy).order(ALL, facts, fleet)).isEqualTo(order);
        }
    }

    @Test
    void weightsGiveEachModelItsShareOfTheFirstPlaces() {
        Selection selection = new Selection(Strategy.WEIGHTED, false, Map.of(A, 6.0, B, 3.0, C, 1.0));
        Map<ModelId, Integer> firsts = new HashMap<>();
        Random lots = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            firsts.merge(
                    selection
                            .order(ALL, facts(lots.nextLong(), 0, ""), NOTHING_KNOWN)
                            .getFirst(),
                    1,
                    Integer::sum);
        }

        // Five standard deviations of a binomial with these shares.
        assertThat(firsts.get(A) / 20_000.0).isCloseTo(0.6, within(0.018));
        assertThat(firsts.get(B) / 20_000.0).isCloseTo(0.3, within(0.017));
        assertThat(firsts.get(C) / 20_000.0).isCloseTo(0.1, within(0.011));
    }

    @Test
    void neighbouringLotsDoNotDrawAlike() {
        Selection selection = Selection.of(Strategy.WEIGHTED);
        int first = 0;
        for (long lot = 0; lot < 3_000; lot++) {
            first += selection
                            .order(ALL, facts(lot, 0, ""), NOTHING_KNOWN)
                            .getFirst()
                            .equals(A)
                    ? 1
                    : 0;
        }

        assertThat(first / 3_000.0).isCloseTo(1 / 3.0, within(0.045));
    }

    @Test
    void theCheapestForThisRequestComesFirstAndTheUnpricedLast() {
        // A is cheap to read and dear to hear, B the other way round, C has no price.
        Fleet.Pricing pricing = (model, prompt, completion) -> model.equals(A)
                ? OptionalLong.of(prompt + 10 * completion)
                : model.equals(B) ? OptionalLong.of(4 * prompt + completion) : OptionalLong.empty();
        Fleet fleet = new Fleet(Availability.everything(), pricing, Fleet.Loads.IDLE);
        Selection cheapest = Selection.of(Strategy.CHEAPEST);

        assertThat(cheapest.order(List.of(C, B, A), facts(0, 10_000, ""), fleet))
                .containsExactly(A, B, C);
        assertThat(cheapest.order(List.of(C, A, B), facts(0, 100, ""), fleet)).containsExactly(B, A, C);
        // An answer that may not be long costs less: 3 * 100 prompt tokens weigh more than 9 * 10 of the answer.
        Facts brief = new Facts(
                Requests.plain(), Ask.of("auto").withOutputTokens(10), ANA, Situation.quiet(12, DayOfWeek.MONDAY));
        assertThat(cheapest.order(List.of(C, B, A), brief, fleet)).containsExactly(A, B, C);
    }

    @Test
    void theFastestAndTheLeastBusyGoByTheirMeasures() {
        Fleet fleet = new Fleet(
                Availability.everything(),
                NOTHING_KNOWN.pricing(),
                loads(Map.of(A, 900.0, B, 20.0, C, 300.0), Map.of(A, 1, B, 9, C, 1)));

        assertThat(Selection.of(Strategy.FASTEST).order(ALL, facts(0, 0, ""), fleet))
                .containsExactly(B, C, A);
        assertThat(Selection.of(Strategy.LEAST_BUSY).order(ALL, facts(0, 0, ""), fleet))
                .containsExactly(A, C, B);
    }

    @Test
    void aConversationKeepsItsModelWhileItGrows() {
        Selection sticky = new Selection(Strategy.FIRST_HEALTHY, true, Map.of());
        HashSet<ModelId> used = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            List<Turn> turns = new ArrayList<>(
                    List.of(new Turn(Role.SYSTEM, "You are kind."), new Turn(Role.USER, "question " + i)));
            ModelId first = first(sticky, turns, "acme");
            for (int more = 0; more < 5; more++) {
                turns.add(new Turn(Role.ASSISTANT, "answer " + more));
                turns.add(new Turn(Role.USER, "and then " + more));
                assertThat(first(sticky, turns, "acme")).isEqualTo(first);
            }
            used.add(first);
        }

        assertThat(used).containsExactlyInAnyOrder(A, B, C);
    }

    @Test
    void tenantsDoNotShareTheirPlaces() {
        Selection sticky = new Selection(Strategy.FIRST_HEALTHY, true, Map.of());
        int moved = 0;
        for (int i = 0; i < 300; i++) {
            List<Turn> turns = List.of(new Turn(Role.USER, "question " + i));
            moved += first(sticky, turns, "acme").equals(first(sticky, turns, "globex")) ? 0 : 1;
        }

        assertThat(moved / 300.0).isCloseTo(2 / 3.0, within(0.14));
    }

    @Test
    void aModelThatGoesAwayMovesOnlyItsOwnConversations() {
        Selection sticky = new Selection(Strategy.WEIGHTED, true, Map.of(A, 1.0, B, 2.0, C, 1.0));
        for (int i = 0; i < 500; i++) {
            Facts facts = facts(0, 0, "question " + i);
            List<ModelId> before = sticky.order(ALL, facts, NOTHING_KNOWN);
            List<ModelId> after = sticky.order(List.of(A, C), facts, NOTHING_KNOWN);

            List<ModelId> withoutB = new ArrayList<>(before);
            withoutB.remove(B);
            assertThat(after).isEqualTo(withoutB);
        }
    }

    @Test
    void stickyPlacesAreTheSameOnEveryMachine() {
        Selection sticky = new Selection(Strategy.FIRST_HEALTHY, true, Map.of());

        assertThat(List.of("uno", "dos", "tres", "cuatro").stream()
                        .map(text -> sticky.order(ALL, facts(0, 0, text), NOTHING_KNOWN)
                                .getFirst()
                                .toString()))
                .containsExactly("two/c", "one/b", "one/a", "one/b");
    }

    @ParameterizedTest
    @EnumSource(
            value = Strategy.class,
            names = {"CHEAPEST", "FASTEST", "LEAST_BUSY"})
    void whatChangesItsMindCannotBeSticky(Strategy strategy) {
        assertThatThrownBy(() -> new Selection(strategy, true, Map.of())).hasMessageContaining(strategy.word());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void aWeightIsPositive(double weight) {
        assertThatThrownBy(() -> new Selection(Strategy.WEIGHTED, false, Map.of(A, weight)))
                .hasMessageContaining("one/a");
    }

    private static ModelId first(Selection selection, List<Turn> turns, String tenant) {
        Facts facts = new Facts(
                Requests.plain(),
                Ask.of("auto", new Conversation(turns, Modality.TEXT, false)),
                new Caller(tenant, "ana"),
                Situation.quiet(12, DayOfWeek.MONDAY));
        return selection.order(ALL, facts, NOTHING_KNOWN).getFirst();
    }

    private static Facts facts(long lot, int promptTokens, String question) {
        return new Facts(
                Requests.ofSize(promptTokens),
                Ask.of("auto", Conversation.ofQuestion(question)),
                ANA,
                Situation.quiet(12, DayOfWeek.MONDAY).withLot(lot));
    }

    private static Fleet randomFleet(Random random) {
        Map<ModelId, Double> millis = Map.of(A, random.nextDouble(), B, random.nextDouble(), C, random.nextDouble());
        Map<ModelId, Integer> busy = Map.of(A, random.nextInt(4), B, random.nextInt(4), C, random.nextInt(4));
        long price = random.nextInt(100);
        return new Fleet(
                Availability.everything(),
                (model, prompt, completion) ->
                        model.equals(C) ? OptionalLong.empty() : OptionalLong.of(price * prompt + completion),
                loads(millis, busy));
    }

    private static Fleet.Loads loads(Map<ModelId, Double> millis, Map<ModelId, Integer> busy) {
        return new Fleet.Loads() {
            @Override
            public double expectedMillis(ModelId model) {
                return millis.getOrDefault(model, 0.0);
            }

            @Override
            public int underWay(ModelId model) {
                return busy.getOrDefault(model, 0);
            }
        };
    }
}
