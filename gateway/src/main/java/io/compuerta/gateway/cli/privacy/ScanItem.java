package io.compuerta.gateway.cli.privacy;

/** What reading the targets gives, in their order. */
sealed interface ScanItem {

    Target target();

    /**
     * A stretch of a file with its surroundings, since what stands around a number says what it is.
     *
     * @param text  the stretch and its surroundings
     * @param from  findings count from here
     * @param to    findings that start here or behind belong to the next piece
     * @param start place of the text's first character in the file
     */
    record Piece(Target target, String text, int from, int to, Place start) implements ScanItem {

        /** Without the text. */
        @Override
        public String toString() {
            return "Piece[" + target.shown() + " from line " + start.line() + ", " + text.length() + " chars]";
        }
    }

    /**
     * A file, or the rest of it, that could not be read.
     *
     * @param why    for people
     * @param binary whether it holds no text at all, which is no fault when nobody named it
     */
    record Unread(Target target, String why, boolean binary) implements ScanItem {}
}
