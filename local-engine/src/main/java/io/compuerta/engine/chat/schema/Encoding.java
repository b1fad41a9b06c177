package io.compuerta.engine.chat.schema;

/** How a character of a value is written. */
enum Encoding {
    /** Between the quotes of a JSON string. */
    JSON,
    /** As it is. */
    RAW;

    /** One character of a set, which must not be empty. */
    String oneOf(CodePoints set, Gbnf rules) {
        CodePoints plain = this == RAW ? set : set.without(CodePoints.ESCAPED);
        StringBuilder expression = new StringBuilder(plain.isEmpty() ? "" : Gbnf.oneOf(plain));
        if (this == JSON) {
            for (CodePoints.Range range : set.and(CodePoints.ESCAPED).ranges()) {
                String escape = range.first() == '"' ? "\\\"" : "\\\\";
                expression.append(expression.isEmpty() ? "" : " | ").append(Gbnf.literal(escape));
            }
        }
        return rules.rule(expression.toString());
    }

    /** The start and end of a string. */
    String quote() {
        return this == JSON ? Gbnf.literal("\"") : "\"\"";
    }
}
