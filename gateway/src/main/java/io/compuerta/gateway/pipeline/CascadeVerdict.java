package io.compuerta.gateway.pipeline;

import java.util.Locale;

/** What became of a local answer whose beginning was looked at, and why. */
public enum CascadeVerdict {
    /** Nothing spoke against the answer. */
    CONFIDENT(false),
    /** The model calls a tool, which is never taken back. */
    TOOL_CALL(false),
    /** Time or room ran out before enough of the answer was there to judge. */
    UNDECIDED(false),
    /** The answer was doubted, but nobody else could give one. */
    PREMIUM_FAILED(false),
    /** The model's own tokens were unlikely to it. */
    LOW_CONFIDENCE(true),
    /** The model refused or evaded. */
    REFUSAL(true),
    /** The model repeated itself. */
    REPETITION(true),
    /** The answer said nothing. */
    EMPTY(true);

    private final boolean escalated;

    CascadeVerdict(boolean escalated) {
        this.escalated = escalated;
    }

    /** Whether another model answers in its place. */
    public boolean isEscalated() {
        return escalated;
    }

    /** {@code kept} or {@code escalated}. */
    public String word() {
        return escalated ? "escalated" : "kept";
    }

    public String reason() {
        return name().toLowerCase(Locale.ROOT);
    }
}
