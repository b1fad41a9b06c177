package io.compuerta.engine.chat.jinja;

/**
 * A word of a template.
 *
 * @param text of {@link Kind#STRING} without quotes, escapes resolved
 */
record Token(Kind kind, String text, int line) {

    enum Kind {
        DATA,
        BLOCK_START,
        BLOCK_END,
        PRINT_START,
        PRINT_END,
        NAME,
        STRING,
        INTEGER,
        FLOAT,
        OPERATOR,
        END
    }

    boolean is(Kind wanted, String word) {
        return kind == wanted && text.equals(word);
    }

    boolean isOperator(String word) {
        return is(Kind.OPERATOR, word);
    }

    boolean isName(String word) {
        return is(Kind.NAME, word);
    }
}
