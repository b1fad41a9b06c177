package io.compuerta.policy.signal.pii;

/**
 * Follows one way in which a secret may begin, character by character. It may suspect too much, since {@link Secrets}
 * decides, but must suspect all that {@link Secrets} would find. Places are counted in characters taken. Not thread-safe.
 */
abstract class SecretClue {

    static final int NONE = Integer.MAX_VALUE;

    /** The most characters of a secret that are waited for. */
    static final int MOST = 512;

    /**
     * Takes the next character.
     *
     * @return where the text to be judged begins, which ends with this character; {@link #NONE} when there is nothing to
     *     judge
     */
    abstract int next(char c, int at);

    /** The text ends. @return as {@link #next} */
    abstract int end();

    /** Where what is suspected begins; {@link #NONE} when nothing is. */
    abstract int hold();
}
