package io.compuerta.policy.signal.complexity;

import java.util.Locale;

/**
 * The three forms of question that get weights of their own, because the same feature says different things in each: a long
 * exam question is often easy reading, a long word problem has more steps.
 */
enum QuestionKind {
    /** Lettered answers to choose from. */
    MULTIPLE_CHOICE,
    /** A little story with quantities that asks for a number. */
    WORD_PROBLEM,
    /** Everything else: what people ask an assistant. */
    OPEN;

    /** The name in the weight file. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
