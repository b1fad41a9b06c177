package io.compuerta.gateway.cli.privacy;

import io.compuerta.policy.signal.pii.PiiFinding;

/**
 * Personal data or a secret in a file.
 *
 * @param found   type, confidence and family; its own positions are those of a piece and mean nothing here
 * @param start   where it begins
 * @param end     the place behind its last character
 * @param masked  the value, masked
 * @param value   the value itself
 * @param excerpt its line
 */
record FileFinding(PiiFinding found, Place start, Place end, String masked, String value, Excerpt excerpt) {

    /** Without the value. */
    @Override
    public String toString() {
        return "FileFinding[" + found.type() + " at line " + start.line() + "]";
    }
}
