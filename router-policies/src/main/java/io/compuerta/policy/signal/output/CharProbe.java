package io.compuerta.policy.signal.output;

/** A probe that reads the characters as they stand. */
abstract class CharProbe extends Probe {

    abstract void next(char c, int at);
}
