package io.compuerta.policy.signal.pii;

/**
 * Digits and how they were grouped, read from one position of a text.
 *
 * @param value            the digits
 * @param groups           lengths of the groups, as letters: "cdd" for 3-4-4
 * @param end              index after the last digit
 * @param international    whether a plus or a double zero leads
 * @param bracketed        whether the first group stands in brackets
 * @param glued            whether what stands before makes it part of something longer, or an amount
 * @param after            the two characters after
 * @param slashed          whether groups are joined by slashes or dots only
 */
record PhoneShape(
        String value,
        String groups,
        int end,
        boolean international,
        boolean bracketed,
        boolean glued,
        String after,
        boolean slashed) {

    static PhoneShape read(ScannedText text, int start, int maxDigits) {
        var digits = new StringBuilder();
        var groups = new StringBuilder();
        int at = start;
        int end = start;
        int run = 0;
        int marks = 0;
        int breaks = 0;
        boolean open = false;
        boolean closed = false;
        while (digits.length() <= maxDigits) {
            char c = text.charAt(at);
            if (Folding.isDigit(c)) {
                digits.append(c);
                run++;
                at++;
                end = at;
                marks = 0;
                continue;
            }
            boolean lead = digits.isEmpty() && (c == '+' || c == '(');
            boolean close = c == ')' && open;
            boolean joint = !digits.isEmpty() && (isJoint(c) || c == '(' && !open) && marks < 3 && !isDash(text, at);
            if (!lead && !close && !joint) {
                break;
            }
            closed |= close && groups.isEmpty() == (run > 0);
            open = c == '(' || open && c != ')';
            if (run > 0) {
                groups.append((char) ('a' + Math.min(run, 20) - 1));
                run = 0;
            }
            breaks += c == '/' || c == '.' ? 1 : 0;
            marks++;
            at++;
        }
        if (run > 0) {
            groups.append((char) ('a' + Math.min(run, 20) - 1));
        }
        boolean plus = text.charAt(start) == '+' || text.charAt(start + 1) == '+';
        String value = digits.toString();
        boolean bracketed = closed && (text.charAt(start) == '(' || text.charAt(start + 1) == '(');
        String after = "" + text.charAt(end) + text.charAt(end + 1);
        boolean slashed = groups.length() > 1 && breaks == groups.length() - 1;
        boolean zeros = value.startsWith("00") && value.length() > 10;
        return new PhoneShape(
                value,
                groups.toString(),
                end,
                plus || zeros,
                bracketed,
                glued(text, start, plus || zeros),
                after,
                slashed);
    }

    /** Never shows the number. */
    @Override
    public String toString() {
        return "PhoneShape[" + groups + "]";
    }

    int digits() {
        return value.length();
    }

    /** 2026-11-21, 21/11/2026, perhaps with an hour behind. */
    boolean isDate() {
        if (international) {
            return false;
        }
        boolean yearFirst = groups.startsWith("dbb") && (value.startsWith("19") || value.startsWith("20"));
        boolean years = groups.equals("dd") && isYear(0) && isYear(4);
        boolean yearLast = (groups.startsWith("bbd")
                || groups.startsWith("aad")
                || groups.startsWith("bad")
                || groups.startsWith("abd"));
        return yearFirst || yearLast || years;
    }

    private boolean isYear(int at) {
        return value.startsWith("19", at) || value.startsWith("20", at);
    }

    /** 1.234.567,89 and the like: thousands, money, shares. */
    boolean isAmount() {
        char next = after.charAt(0);
        boolean decimals = (next == ',' || next == '.') && Folding.isDigit(after.charAt(1));
        boolean unit = next == '€'
                || next == '%'
                || next == '$'
                || after.equals(" €")
                || after.equals(" %")
                || after.equals(" $");
        boolean letters = Character.isLetter(next) && next != 'x' && next != 'e';
        boolean more = next == '_' || next == '-' && Character.isLetterOrDigit(after.charAt(1));
        return decimals || unit || letters || glued || more;
    }

    private static boolean glued(ScannedText text, int start, boolean international) {
        char before = text.charAt(start - 1);
        boolean digit = Folding.isDigit(text.charAt(start - 2));
        return switch (before) {
            case '_', '$', '€', '#' -> true;
            case '.', ',', '/' -> digit && !international;
            case '-' -> Folding.isAlphanumeric(text.charAt(start - 2));
            default -> false;
        };
    }

    /** Whether the grouping alone suggests a telephone: one that people dial, not a serial number. */
    boolean looksDialled() {
        if (bracketed) {
            return true;
        }
        return switch (groups) {
            case "i" -> "6789".indexOf(value.charAt(0)) >= 0;
            case "ccc", "cbbb", "bccb", "bbbc", "bdc", "acd", "bcbb", "dcb" -> "6789".indexOf(value.charAt(0)) >= 0;
            case "bbbbb", "abbbb" -> value.charAt(0) == '0' || groups.equals("abbbb");
            case "ccd", "bdd", "ef", "ecc", "dcc", "cdd", "fe", "ded", "beb", "bed", "ch", "bh" -> true;
            case "k", "j" -> value.charAt(0) == '0' && value.length() == 11;
            default -> false;
        };
    }

    boolean bracketedCountry() {
        return bracketed && (groups.startsWith("b") || groups.startsWith("c"));
    }

    boolean fits(String region) {
        int n = digits();
        return switch (region) {
            case "ES", "PT", "CL", "PE" -> n == 9;
            case "US", "CO" -> n == 10;
            case "MX" -> n == 10 || n == 11;
            case "AR" -> n >= 10 && n <= 13;
            case "BR" -> n == 10 || n == 11;
            default -> n >= 9 && n <= 12;
        };
    }

    /** A dash between spaces separates two numbers. */
    private static boolean isDash(ScannedText text, int at) {
        return text.charAt(at) == ' ' && text.charAt(at + 1) == '-' && text.charAt(at + 2) == ' ';
    }

    private static boolean isJoint(char c) {
        return c == ' ' || c == '-' || c == '.' || c == '/' || c == '\u00a0' || c == '\u2013' || c == '\u2011';
    }
}
