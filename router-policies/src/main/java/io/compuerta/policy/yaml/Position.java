package io.compuerta.policy.yaml;

/**
 * A place in a text file.
 *
 * @param line   1 for the first line
 * @param column 1 for the first character
 */
public record Position(int line, int column) implements Comparable<Position> {

    /** Where a file starts, for problems of the whole file. */
    public static final Position START = new Position(1, 1);

    @Override
    public int compareTo(Position other) {
        return line != other.line ? Integer.compare(line, other.line) : Integer.compare(column, other.column);
    }
}
