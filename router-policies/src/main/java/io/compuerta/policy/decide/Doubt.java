package io.compuerta.policy.decide;

import java.util.OptionalDouble;

/**
 * When a local answer is doubted by its beginning, so that a cascade asks elsewhere.
 *
 * @param afterTokens    how much of the answer is looked at, {@value #LEAST_TOKENS} to {@value #MOST_TOKENS}
 * @param minMeanLogprob natural logarithm, 0 or less: a lower mean of these tokens' log-probabilities is low confidence;
 *                       empty does not look at the mean
 * @param minLogprob     0 or less: one token below it is low confidence; empty does not look at single tokens
 * @param refusals       whether refusals, evasions and repetitions are doubted; empty answers always are
 */
public record Doubt(int afterTokens, OptionalDouble minMeanLogprob, OptionalDouble minLogprob, boolean refusals) {

    public static final int LEAST_TOKENS = 4;
    public static final int MOST_TOKENS = 256;

    public Doubt {
        if (afterTokens < LEAST_TOKENS || afterTokens > MOST_TOKENS) {
            throw new IllegalArgumentException(
                    "afterTokens is " + afterTokens + "; " + LEAST_TOKENS + " to " + MOST_TOKENS + " is allowed");
        }
        if (minMeanLogprob.orElse(0) > 0 || minLogprob.orElse(0) > 0) {
            throw new IllegalArgumentException("a log-probability is 0 or less");
        }
    }
}
