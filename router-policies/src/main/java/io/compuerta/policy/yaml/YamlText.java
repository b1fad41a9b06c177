package io.compuerta.policy.yaml;

/** A value as written, with its place. Immutable. */
public final class YamlText {

    private final Node.Scalar scalar;
    private final String[] lines;

    YamlText(Node.Scalar scalar, String[] lines) {
        this.scalar = scalar;
        this.lines = lines;
    }

    /** The text after YAML's quoting and folding. */
    public String value() {
        return scalar.value();
    }

    /** Where the value starts. */
    public Position position() {
        return scalar.position();
    }

    /**
     * The place in the file of a place inside the value, for languages embedded in YAML.
     *
     * <p>Exact for plain and quoted values of one line without escapes and for {@code |} blocks; the start of the value
     * where YAML joined lines.
     *
     * @param inside counted in the value, from line 1 and column 1
     */
    public Position at(Position inside) {
        Position start = scalar.position();
        boolean multiLine = scalar.value().indexOf('\n') >= 0;
        return switch (scalar.style()) {
            case PLAIN, QUOTED -> {
                String rest = start.line() <= lines.length ? lines[start.line() - 1] : "";
                int opening = scalar.style() == Node.Style.QUOTED ? 1 : 0;
                int from = start.column() - 1 + opening;
                boolean asWritten = !multiLine && from <= rest.length() && rest.startsWith(scalar.value(), from);
                yield asWritten ? new Position(start.line(), start.column() + opening + inside.column() - 1) : start;
            }
            case LITERAL -> {
                int line = start.line() + inside.line();
                String written = line <= lines.length ? lines[line - 1] : "";
                String[] values = scalar.value().split("\n", -1);
                String value = inside.line() <= values.length ? values[inside.line() - 1] : "";
                // The block's indentation is what the file's line has more than the value's line.
                yield new Position(line, Math.max(0, written.length() - value.length()) + inside.column());
            }
            case FOLDED -> start;
        };
    }

    @Override
    public String toString() {
        return scalar.position().line() + ":" + scalar.position().column();
    }
}
