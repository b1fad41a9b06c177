package io.compuerta.policy.yaml;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** YAML as written, with places. */
sealed interface Node {

    Position position();

    /** What it is, for "expected text, found a list". */
    String kind();

    /**
     * A single value.
     *
     * @param style how it was written, since only plain values can be numbers
     */
    record Scalar(String value, Style style, Position position) implements Node {

        private static final Pattern NULL = Pattern.compile("|~|null|Null|NULL");
        private static final Pattern FLAG = Pattern.compile("true|True|TRUE|false|False|FALSE");
        private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d{1,3})?");

        boolean isNull() {
            return style == Style.PLAIN && NULL.matcher(value).matches();
        }

        boolean isFlag() {
            return style == Style.PLAIN && FLAG.matcher(value).matches();
        }

        boolean isNumber() {
            return style == Style.PLAIN && NUMBER.matcher(value).matches();
        }

        boolean isQuotedNumber() {
            return style == Style.QUOTED && NUMBER.matcher(value).matches();
        }

        boolean isText() {
            return !isNull() && !isFlag() && !isNumber();
        }

        BigDecimal number() {
            return new BigDecimal(value);
        }

        @Override
        public String kind() {
            if (isNull()) {
                return "nothing";
            }
            return isFlag() ? "true/false" : isNumber() ? "a number" : "text";
        }
    }

    /** {@code plain}, {@code 'quoted'}, {@code |} (lines kept) or {@code >} (lines joined). */
    enum Style {
        PLAIN,
        QUOTED,
        LITERAL,
        FOLDED
    }

    record Sequence(List<Node> items, Position position) implements Node {

        @Override
        public String kind() {
            return "a list";
        }
    }

    /** In the order written. */
    record Mapping(Map<String, Entry> entries, Position position) implements Node {

        @Override
        public String kind() {
            return "a mapping of keys to values";
        }
    }

    record Entry(Position key, Node value) {}
}
