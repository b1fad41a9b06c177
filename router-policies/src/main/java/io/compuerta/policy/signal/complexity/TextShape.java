package io.compuerta.policy.signal.complexity;

/** Counts of characters by kind, read in one pass. */
record TextShape(
        int length,
        int letters,
        int digits,
        int numbers,
        int decimals,
        int money,
        int mathSymbols,
        int codeSymbols,
        int questionMarks,
        int sentenceEnds,
        int commas,
        int lines,
        int capitals,
        int blanks,
        int nonAscii) {

    static TextShape of(CharSequence text, int end) {
        int letters = 0;
        int digits = 0;
        int numbers = 0;
        int decimals = 0;
        int money = 0;
        int math = 0;
        int code = 0;
        int questions = 0;
        int ends = 0;
        int commas = 0;
        int lines = 0;
        int capitals = 0;
        int blanks = 0;
        int nonAscii = 0;
        char before = ' ';
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            char after = i + 1 < end ? text.charAt(i + 1) : ' ';
            if (c >= '0' && c <= '9') {
                digits++;
                if (!isDigit(before) && !((before == '.' || before == ',') && i > 1 && isDigit(text.charAt(i - 2)))) {
                    numbers++;
                }
            } else if (Character.isLetter(c)) {
                letters++;
                if (c >= 128) {
                    nonAscii++;
                }
                if (Character.isUpperCase(c) && before == ' ' && i > 1 && Character.isLetter(text.charAt(i - 2))) {
                    capitals++;
                }
            } else {
                switch (c) {
                    case '.' -> {
                        if (isDigit(before) && isDigit(after)) {
                            decimals++;
                        } else if (after == ' ' || after == '\n') {
                            ends++;
                        }
                    }
                    case '?' -> questions++;
                    case '!' -> ends++;
                    case ',' -> commas++;
                    case '\n' -> lines++;
                    case '$', '€', '£' -> {
                        money++;
                        // Two dollar signs around a formula are LaTeX.
                        math += Character.isLetter(after) || after == '\\' ? 1 : 0;
                    }
                    case '%' -> money++;
                    case '=',
                            '+',
                            '^',
                            '\\',
                            '√',
                            '∫',
                            '∑',
                            '≤',
                            '≥',
                            '×',
                            '÷',
                            '≡',
                            '∈',
                            '∀',
                            '∃',
                            '<',
                            '>',
                            '|',
                            '*' -> math++;
                    case '{', '}', ';', '[', ']', '`', '#', '&' -> code++;
                    case '(' -> code += Character.isLetter(before) ? 1 : 0;
                    case '_' -> {
                        if (before == '_') {
                            blanks++;
                        } else {
                            code++;
                        }
                    }
                    default -> {}
                }
            }
            before = c;
        }
        return new TextShape(
                end, letters, digits, numbers, decimals, money, math, code, questions, ends, commas, lines, capitals,
                blanks, nonAscii);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
