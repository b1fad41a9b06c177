package io.compuerta.policy.signal.pii;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * The bar on texts of our own: micro F2 at least .90, at most 3 in 100 letters and digits of personal data left, and
 * something found in at most 3 of 100 texts without any. The harder texts, of kinds the detectors were never written
 * against, measure; their bars only keep what is reached (docs/models/names.md).
 */
class InventedTextsTest {

    @Test
    void personalDataIsFoundAndCovered() {
        MarkedScore score = MarkedScore.of("invented.txt");

        assertThat(score.f2()).as("F2; %s", score.complaints()).isGreaterThanOrEqualTo(.90);
        assertThat(score.leakage()).as("leakage; %s", score.complaints()).isLessThanOrEqualTo(.03);
    }

    @Test
    void hardlyAnythingIsFoundWhereNobodyIsMeant() {
        MarkedScore score = MarkedScore.of("invented.txt");

        assertThat(score.nobody()).as("%s", score.hit()).isLessThanOrEqualTo(.03);
    }

    @Test
    void textsOfOtherKindsAreNotLostAgain() {
        MarkedScore score = MarkedScore.of("unseen.txt");

        assertThat(score.f2()).as("F2").isGreaterThanOrEqualTo(.90);
        assertThat(score.leakage()).as("leakage").isLessThanOrEqualTo(.07);
        assertThat(score.nobody()).as("texts about nobody").isLessThanOrEqualTo(.10);
    }
}
