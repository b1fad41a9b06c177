package io.compuerta.engine;

import java.util.Arrays;
import java.util.List;

/**
 * How likely a token was.
 *
 * @param bytes        its UTF-8, possibly part of a character only
 * @param logprob      natural logarithm of its probability, before temperature and filters
 * @param alternatives the likeliest tokens at this place, likeliest first, without alternatives of their own; empty when
 *     none were asked for
 */
public record TokenLogprob(byte[] bytes, double logprob, List<TokenLogprob> alternatives) {

    public TokenLogprob {
        bytes = bytes.clone();
        alternatives = List.copyOf(alternatives);
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenLogprob that
                && Arrays.equals(bytes, that.bytes)
                && logprob == that.logprob
                && alternatives.equals(that.alternatives);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(bytes) + Double.hashCode(logprob);
    }

    /** Leaves the bytes out: they are the user's answer. */
    @Override
    public String toString() {
        return "TokenLogprob[" + bytes.length + " bytes, " + logprob + "]";
    }
}
