package io.compuerta.gateway.cli.privacy;

/**
 * A place in a file, as people, programs and SARIF count it.
 *
 * @param line   1 for the first; a line ends with a line feed
 * @param column code points from the start of the line, 1 for the first
 * @param unit   the same in UTF-16 code units, as SARIF counts them
 * @param offset code points from the start of the file, 0 for the first
 */
record Place(long line, long column, long unit, long offset) {

    static final Place START = new Place(1, 1, 1, 0);

    /** The place after a stretch of text that begins here. No surrogate pair is cut. */
    Place after(CharSequence text, int from, int to) {
        long atLine = line;
        long atColumn = column;
        long atUnit = unit;
        long atOffset = offset;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            boolean second = Character.isLowSurrogate(c) && i > from && Character.isHighSurrogate(text.charAt(i - 1));
            if (c == '\n') {
                atLine++;
                atColumn = 1;
                atUnit = 1;
                atOffset++;
            } else {
                atUnit++;
                atColumn += second ? 0 : 1;
                atOffset += second ? 0 : 1;
            }
        }
        return new Place(atLine, atColumn, atUnit, atOffset);
    }
}
