package io.compuerta.policy.signal.output;

/** Looks for one kind of leak in one text, character by character. Not thread-safe. */
abstract class Probe {

    /** No place. */
    static final int NOWHERE = Integer.MAX_VALUE;

    private int found = NOWHERE;

    /** The first place that may turn out to belong to a leak; {@link #NOWHERE} when nothing is under way. */
    abstract int hold();

    /** The text is at its end, which is place {@code at}. */
    abstract void end(int at);

    final void leak(int start) {
        if (found == NOWHERE) {
            found = start;
        }
    }

    /** Where the leak begins; {@link #NOWHERE} while there is none. */
    final int found() {
        return found;
    }
}
