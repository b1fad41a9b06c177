package io.compuerta.gateway.dispatch.cascade;

import io.compuerta.gateway.dispatch.local.WatchedEvent;
import io.compuerta.gateway.pipeline.AnswerEvent;
import io.compuerta.gateway.pipeline.CascadeVerdict;
import io.compuerta.policy.decide.Doubt;
import io.compuerta.policy.money.TokenUsage;
import io.compuerta.policy.signal.TokenEstimate;
import io.compuerta.policy.signal.answer.Evasion;
import io.compuerta.policy.signal.answer.EvasionDetector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The beginning of one local answer: what is held back, and what it gives away about the rest. The mean of the tokens'
 * log-probabilities is the length-normalised likelihood of the text (Malinin and Gales, 2021, "Uncertainty Estimation in
 * Autoregressive Structured Prediction"). Not thread-safe: one an answer, events one at a time.
 */
final class Window {

    /** Thoughts are held back too; more than this and the caller gets to see them. */
    static final int MOST_CHARACTERS = 16_384;

    /** The mean of fewer tokens says little, unless they are the whole answer. */
    static final int LEAST_TOKENS = 8;

    private final Doubt doubt;
    private final boolean judgesConfidence;
    private final List<AnswerEvent> held = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private Optional<TokenUsage> usage = Optional.empty();
    private int characters;
    private int tokens;
    private int thoughts;
    private int measured;
    private double sum;
    private double lowest;
    private boolean complete;

    /**
     * @param judgesConfidence false where the tokens' likelihood tells nothing, as under a grammar, which makes the model
     *                         say what it would not have said
     */
    Window(Doubt doubt, boolean judgesConfidence) {
        this.doubt = doubt;
        this.judgesConfidence = judgesConfidence;
    }

    /** Takes the next event. @return the verdict as soon as there is one */
    Optional<CascadeVerdict> add(WatchedEvent watched) {
        watched.logprobs().forEach(this::measure);
        tokens += watched.logprobs().size();
        watched.event().ifPresent(held::add);
        if (watched.event().isPresent()) {
            switch (watched.event().get()) {
                case AnswerEvent.Text t -> {
                    text.append(t.text());
                    characters += t.text().length();
                    // An engine that tells no log-probabilities says a token at a time all the same.
                    tokens += watched.logprobs().isEmpty() ? 1 : 0;
                }
                case AnswerEvent.Reasoning r -> {
                    characters += r.text().length();
                    thoughts += TokenEstimate.of(r.text());
                }
                case AnswerEvent.ToolCall c -> {
                    return Optional.of(CascadeVerdict.TOOL_CALL);
                }
                case AnswerEvent.Usage u -> usage = Optional.of(u.tokens());
                case AnswerEvent.Refusal r -> text.append(r.text());
                case AnswerEvent.Begin b -> {}
                case AnswerEvent.ToolArguments a -> {}
                case AnswerEvent.Finish f -> {}
                case AnswerEvent.Discarded d -> {}
                case AnswerEvent.Guarded g -> {}
                case AnswerEvent.Billed b -> {}
            }
        }
        if (tokens >= doubt.afterTokens()) {
            return Optional.of(judge());
        }
        return characters > MOST_CHARACTERS ? Optional.of(giveUp()) : Optional.empty();
    }

    private void measure(double logprob) {
        measured++;
        sum += logprob;
        lowest = Math.min(lowest, logprob);
    }

    /** The answer ended within the window. */
    CascadeVerdict end() {
        complete = true;
        return judge();
    }

    /** There is no more time or room: only a plain doubt counts. */
    CascadeVerdict giveUp() {
        CascadeVerdict verdict = judge();
        boolean plain = verdict.isEscalated() && (verdict != CascadeVerdict.LOW_CONFIDENCE || measured >= LEAST_TOKENS);
        return plain ? verdict : CascadeVerdict.UNDECIDED;
    }

    private CascadeVerdict judge() {
        Optional<Evasion> evasion = EvasionDetector.find(text.toString(), complete);
        if (evasion.isPresent() && (doubt.refusals() || evasion.get() == Evasion.EMPTY)) {
            return switch (evasion.get()) {
                case EMPTY -> CascadeVerdict.EMPTY;
                case REFUSAL -> CascadeVerdict.REFUSAL;
                case REPETITION -> CascadeVerdict.REPETITION;
            };
        }
        boolean unlikely = judgesConfidence
                && measured > 0
                && (sum / measured < doubt.minMeanLogprob().orElse(Double.NEGATIVE_INFINITY)
                        || lowest < doubt.minLogprob().orElse(Double.NEGATIVE_INFINITY));
        return unlikely ? CascadeVerdict.LOW_CONFIDENCE : CascadeVerdict.CONFIDENT;
    }

    /** What was held back, in order. */
    List<AnswerEvent> held() {
        return List.copyOf(held);
    }

    /** Whether {@link #held} is the whole answer. */
    boolean isComplete() {
        return complete;
    }

    /** As the engine counted them; empty when it was not let finish. */
    Optional<TokenUsage> usage() {
        return usage;
    }

    /** Tokens that came out of the engine, thoughts estimated. */
    int tokens() {
        return tokens + thoughts;
    }
}
