package io.compuerta.gateway.dispatch.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.gateway.dispatch.local.WatchedEvent;
import io.compuerta.gateway.pipeline.AnswerEvent;
import io.compuerta.gateway.pipeline.CascadeVerdict;
import io.compuerta.gateway.pipeline.FinishReason;
import io.compuerta.policy.decide.Doubt;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class WindowTest {

    private static final Doubt USUAL = new Doubt(10, OptionalDouble.of(-1.2), OptionalDouble.empty(), true);

    private final Window window = new Window(USUAL, true);

    @Test
    void thereIsNoVerdictBeforeTheWindowIsFull() {
        for (int i = 0; i < 9; i++) {
            assertThat(window.add(token("w" + i + " ", -0.1))).isEmpty();
        }

        assertThat(window.add(token("last ", -0.1))).contains(CascadeVerdict.CONFIDENT);
        assertThat(window.tokens()).isEqualTo(10);
        assertThat(window.held()).hasSize(10);
    }

    @Test
    void aMeanBelowTheLimitIsLowConfidenceAndOneAtTheLimitIsNot() {
        assertThat(fill(new Window(USUAL, true), -1.25)).contains(CascadeVerdict.LOW_CONFIDENCE);
        assertThat(fill(new Window(USUAL, true), -1.2)).contains(CascadeVerdict.CONFIDENT);
    }

    @Test
    void oneUnlikelyTokenCountsOnlyWhereTheRuleSaysSo() {
        Doubt strict = new Doubt(10, OptionalDouble.of(-1.2), OptionalDouble.of(-4), true);

        assertThat(oneUnlikely(new Window(strict, true))).contains(CascadeVerdict.LOW_CONFIDENCE);
        assertThat(oneUnlikely(new Window(USUAL, true))).contains(CascadeVerdict.CONFIDENT);
    }

    @Test
    void underAGrammarTheLikelihoodIsNotLookedAt() {
        assertThat(fill(new Window(USUAL, false), -5)).contains(CascadeVerdict.CONFIDENT);
    }

    @Test
    void aRefusalIsDoubtedOnlyWhereTheRuleSaysSo() {
        Window careless = new Window(new Doubt(10, OptionalDouble.of(-1.2), OptionalDouble.empty(), false), true);
        window.add(token("I'm sorry, but I can't help with that.", -0.01));
        careless.add(token("I'm sorry, but I can't help with that.", -0.01));

        assertThat(window.end()).isEqualTo(CascadeVerdict.REFUSAL);
        assertThat(careless.end()).isEqualTo(CascadeVerdict.CONFIDENT);
    }

    @Test
    void aRefusalGoesBeforeLowConfidence() {
        window.add(token("No lo sé.", -9));

        assertThat(window.end()).isEqualTo(CascadeVerdict.REFUSAL);
    }

    @Test
    void anEmptyAnswerIsAlwaysDoubted() {
        Window careless = new Window(new Doubt(10, OptionalDouble.empty(), OptionalDouble.empty(), false), true);
        careless.add(new WatchedEvent(new AnswerEvent.Finish(0, FinishReason.STOP)));

        assertThat(careless.end()).isEqualTo(CascadeVerdict.EMPTY);
    }

    @Test
    void aShortAnswerIsJudgedWhole() {
        window.add(token("4", -0.2));
        Window unsure = new Window(USUAL, true);
        unsure.add(token("5", -2.5));

        assertThat(window.end()).isEqualTo(CascadeVerdict.CONFIDENT);
        assertThat(unsure.end()).isEqualTo(CascadeVerdict.LOW_CONFIDENCE);
    }

    @Test
    void aToolCallEndsTheDoubtAtOnce() {
        window.add(token("I'm not sure, let me look. ", -3));

        assertThat(window.add(new WatchedEvent(new AnswerEvent.ToolCall(0, 0, "call_1", "look_up"))))
                .contains(CascadeVerdict.TOOL_CALL);
    }

    @Test
    void aLoopIsDoubted() {
        Optional<CascadeVerdict> verdict = Optional.empty();
        for (int i = 0; i < 10; i++) {
            verdict = window.add(token("the ", -0.01));
        }

        assertThat(verdict).contains(CascadeVerdict.REPETITION);
    }

    @Test
    void whenTimeIsOverAFewTokensAreNotEnoughForLowConfidence() {
        for (int i = 0; i < Window.LEAST_TOKENS - 1; i++) {
            window.add(token("w" + i + " ", -6));
        }
        assertThat(window.giveUp()).isEqualTo(CascadeVerdict.UNDECIDED);

        window.add(token("more ", -6));
        assertThat(window.giveUp()).isEqualTo(CascadeVerdict.LOW_CONFIDENCE);
    }

    @Test
    void whenTimeIsOverAPlainRefusalIsStillOne() {
        window.add(token("Lo siento, pero no ", -0.1));

        assertThat(window.giveUp()).isEqualTo(CascadeVerdict.REFUSAL);
    }

    @Test
    void longThoughtsAreShownInTheEnd() {
        String thought = "h".repeat(1000);
        Optional<CascadeVerdict> verdict = Optional.empty();
        int pieces = 0;
        while (verdict.isEmpty()) {
            verdict = window.add(new WatchedEvent(new AnswerEvent.Reasoning(0, thought)));
            pieces++;
        }

        assertThat(verdict).contains(CascadeVerdict.UNDECIDED);
        assertThat(pieces).isEqualTo(Window.MOST_CHARACTERS / 1000 + 1);
    }

    @Test
    void halfACharacterCountsAsATokenAndIsNotHeld() {
        window.add(new WatchedEvent(Optional.empty(), List.of(-0.5)));

        assertThat(window.tokens()).isEqualTo(1);
        assertThat(window.held()).isEmpty();
    }

    @Test
    void withoutLogProbabilitiesOnlyTheWordsAreJudged() {
        Optional<CascadeVerdict> verdict = Optional.empty();
        for (int i = 0; i < 10; i++) {
            verdict = window.add(new WatchedEvent(new AnswerEvent.Text(0, "w" + i + " ")));
        }

        assertThat(verdict).contains(CascadeVerdict.CONFIDENT);
    }

    private static Optional<CascadeVerdict> fill(Window window, double logprob) {
        Optional<CascadeVerdict> verdict = Optional.empty();
        for (int i = 0; i < 10; i++) {
            verdict = window.add(token("w" + i + " ", logprob));
        }
        return verdict;
    }

    private static Optional<CascadeVerdict> oneUnlikely(Window window) {
        Optional<CascadeVerdict> verdict = Optional.empty();
        for (int i = 0; i < 10; i++) {
            verdict = window.add(token("w" + i + " ", i == 4 ? -5 : -0.1));
        }
        return verdict;
    }

    private static WatchedEvent token(String text, double logprob) {
        return new WatchedEvent(Optional.of(new AnswerEvent.Text(0, text)), List.of(logprob));
    }
}
