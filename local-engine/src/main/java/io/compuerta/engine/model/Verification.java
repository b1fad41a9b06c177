package io.compuerta.engine.model;

import java.util.Optional;

/**
 * What checking a stored file gave.
 *
 * @param file    its name
 * @param outcome of the check
 * @param sha256  of the bytes as they are; empty if they could not be read
 * @param detail  in words for people
 */
public record Verification(String file, Outcome outcome, Optional<String> sha256, String detail) {

    /** From good to bad. */
    public enum Outcome {
        /** The bytes are those that came, and the header is sound. */
        SOUND,
        /** The header is sound; there is no checksum to compare with. */
        UNRECORDED,
        /** The bytes or the header are not what they should be. */
        DAMAGED
    }

    public boolean isDamaged() {
        return outcome == Outcome.DAMAGED;
    }
}
