package io.compuerta.policy.signal.pii;

import java.util.Objects;

/**
 * A stretch of text that holds personal data. It never carries the text itself.
 *
 * @param start      first UTF-16 index
 * @param end        index after the last
 * @param type       what was found
 * @param confidence 0 to 1; a valid checksum gives 1
 * @param detector   the family that found it, for explanations
 */
public record PiiFinding(int start, int end, PiiType type, double confidence, String detector) {

    public PiiFinding {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("a finding must span text, not " + start + ".." + end);
        }
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(detector, "detector");
    }
}
