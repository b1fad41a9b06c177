package io.compuerta.policy.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.compuerta.policy.calibrate.Evaluation.Baseline;
import io.compuerta.policy.calibrate.RatedScore.Qualities;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class EvaluationTest {

    private static final List<RatedScore> JUDGED = List.of(
            judged("a", 0.9, 0, 1, 10),
            judged("b", 0.7, 1, 1, 40),
            judged("c", 0.4, 0, 1, 20),
            judged("d", 0.1, 1, 1, 30));

    @Test
    void knowsTheShareThatStaysAndHowManyOfThatAreWorse() {
        Evaluation found = Evaluation.of(JUDGED, 0.6);

        assertThat(found.rated()).isEqualTo(4);
        assertThat(found.worse()).isEqualTo(0.5);
        assertThat(found.localShare()).isEqualTo(0.5);
        assertThat(found.worseLocally()).hasValue(0.5);
    }

    @Test
    void ranksAsByHand() {
        Evaluation found = Evaluation.of(JUDGED, 0.6);

        // Pairs of worse and not: (a,b) right, (a,d) right, (c,b) wrong, (c,d) right.
        assertThat(found.auc()).hasValue(0.75);
        // Recovered after each of four: 1/2, 1/2, 1, 1.
        assertThat(found.apgr().orElseThrow()).isCloseTo((0.25 + 0.5 + 0.75 + 1) / 4, within(1e-12));
        // (0.01 + 0.49 + 0.36 + 0.01) / 4
        assertThat(found.fit().brier()).isCloseTo(0.2175, within(1e-12));
    }

    @Test
    void lengthAndChanceStandBeside() {
        Evaluation found = Evaluation.of(JUDGED, 0.6);

        assertThat(found.baselines()).extracting(Baseline::name).containsExactly("length", "random");
        Baseline length = found.baselines().getFirst();
        assertThat(length.auc()).hasValue(0.0);
        assertThat(length.brier()).isEmpty();
        Baseline random = found.baselines().getLast();
        assertThat(random.auc()).hasValue(0.5);
        assertThat(random.apgr().orElseThrow()).isCloseTo(0.5, within(1e-12));
        assertThat(random.brier()).hasValue(0.25);
    }

    @Test
    void theTableAddsUpAndLeavesOutEmptyTenths() {
        Evaluation found = Evaluation.of(
                List.of(
                        PlattCurveTest.rated("a", 0.05, 0),
                        PlattCurveTest.rated("b", 0.05, 1),
                        PlattCurveTest.rated("c", 1, 1)),
                0.6);

        assertThat(found.table()).hasSize(2);
        assertThat(found.table().getFirst().count()).isEqualTo(2);
        assertThat(found.table().getFirst().came()).isEqualTo(0.5);
        assertThat(found.table().getLast().from()).isEqualTo(0.9);
        assertThat(found.calibrationError()).isCloseTo(2 / 3.0 * 0.45, within(1e-12));
    }

    @Test
    void whatCannotBeKnownIsEmpty() {
        Evaluation alike = Evaluation.of(List.of(PlattCurveTest.rated("a", 0.5, 1)), 0.4);

        assertThat(alike.auc()).isEmpty();
        assertThat(alike.apgr()).isEmpty();
        assertThat(alike.worseLocally()).isEmpty();
        assertThat(alike.baselines()).extracting(Baseline::name).containsExactly("random");
        assertThatThrownBy(() -> Evaluation.of(List.of(), 0.6)).isInstanceOf(IllegalArgumentException.class);
    }

    private static RatedScore judged(String id, double score, double local, double premium, int length) {
        return RatedScore.ofQualities(id, score, new Qualities(local, premium), OptionalInt.of(length));
    }
}
