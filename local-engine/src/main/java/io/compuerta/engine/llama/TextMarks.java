package io.compuerta.engine.llama;

import java.util.stream.IntStream;

/**
 * The control tokens around a text that is embedded.
 *
 * @param first before it, or -1
 * @param last  behind it, or -1
 */
record TextMarks(int first, int last) {

    /** Tokens that the marks take. */
    int count() {
        return (first < 0 ? 0 : 1) + (last < 0 ? 0 : 1);
    }

    /** The text between its marks, cut to a number of tokens; the marks stay. */
    int[] around(int[] text, int most) {
        int kept = Math.min(text.length, most - count());
        IntStream.Builder tokens = IntStream.builder();
        if (first >= 0) {
            tokens.add(first);
        }
        IntStream.of(text).limit(kept).forEach(tokens);
        if (last >= 0) {
            tokens.add(last);
        }
        return tokens.build().toArray();
    }
}
