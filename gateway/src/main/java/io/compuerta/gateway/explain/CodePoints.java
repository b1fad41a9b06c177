package io.compuerta.gateway.explain;

/** Turns rising UTF-16 positions of one text into code points, in one walk over the text. Not thread-safe. */
final class CodePoints {

    private final String text;
    private int at;
    private int points;

    CodePoints(String text) {
        this.text = text;
    }

    /** @param index not below that of the call before */
    int of(int index) {
        if (index < at) {
            throw new IllegalArgumentException("positions must rise: " + index + " comes after " + at);
        }
        points += text.codePointCount(at, index);
        at = index;
        return points;
    }
}
