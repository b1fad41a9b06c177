package io.compuerta.policy.signal.output;

/** A probe that reads words, as {@link WordReader} cuts them. */
abstract class WordProbe extends Probe {

    /** A letter, folded. */
    abstract void letter(char folded, int at);

    /** Between words; may be told several times in a row. */
    abstract void gap(int at);

    @Override
    void end(int at) {
        gap(at);
    }
}
