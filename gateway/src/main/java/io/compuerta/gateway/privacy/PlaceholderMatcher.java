package io.compuerta.gateway.privacy;

import io.compuerta.policy.signal.pii.PiiType;
import java.util.Collection;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a placeholder stands at a place of a text. Besides {@code [PERSON_k7x3q9]} it knows what models make of
 * it: another case, a missing bracket on either side, Markdown escapes ({@code \[PERSON\_k7x3q9\]}).
 *
 * <p>The exact form takes exactly its own characters, whatever stands around it; this is what makes restoring the
 * inverse of anonymizing. The other forms cannot come from anonymizing: no id is chosen that occurs in the text.
 *
 * <p>Holds the result of the last call, so it belongs to one thread and allocates only for a whole placeholder.
 */
final class PlaceholderMatcher {

    /** What stands at the place asked about. */
    enum Result {
        /** No placeholder. */
        NO,
        /** What is there may begin one: more text will tell. */
        PARTIAL,
        /** Something in the form of a placeholder, known or not: see {@link #found()} and {@link #end()}. */
        MATCH
    }

    private final char[][] words;
    private final long firstLetters;
    private final Syntax syntax;
    private final boolean literals;
    private final Function<String, Vault.@Nullable Entry> lookup;

    private final char[] id = new char[Placeholder.ID_LENGTH];
    private int end;
    private Vault.@Nullable Entry found;

    /**
     * @param types    the type words to look for
     * @param literals whether some known placeholder stands, in quotes, for a JSON number
     * @param lookup   from {@link Placeholder#core()} to what it stands for
     */
    PlaceholderMatcher(
            Set<PiiType> types, Syntax syntax, boolean literals, Function<String, Vault.@Nullable Entry> lookup) {
        this.words = words(types);
        this.firstLetters = firstLetters(words);
        this.syntax = syntax;
        this.literals = literals && syntax == Syntax.JSON;
        this.lookup = lookup;
    }

    private static char[][] words(Collection<PiiType> types) {
        return types.stream()
                .sorted()
                .map(type -> (FoldedText.ascii(type.name()) + '_').toCharArray())
                .toArray(char[][]::new);
    }

    /** One bit for each letter that begins a type word. */
    private static long firstLetters(char[][] words) {
        long bits = 0;
        for (char[] word : words) {
            bits |= 1L << (word[0] - 'a');
        }
        return bits;
    }

    /** Whether a placeholder can begin with {@code c}: most characters of a text are told apart here. */
    boolean mayStart(char c) {
        if (words.length == 0) {
            return false;
        }
        if (c == '[' || c == '\\' || c == '"' && literals) {
            return true;
        }
        int letter = (c | 32) - 'a';
        return letter >= 0 && letter < 26 && c < 128 && (firstLetters >>> letter & 1) != 0;
    }

    /** The character at {@code i} and its length, as {@link JsonEscapes#unit}. */
    int unit(String text, int i) {
        return syntax == Syntax.JSON ? JsonEscapes.unit(text, i) : 1 << 16 | text.charAt(i);
    }

    /** After a {@link Result#MATCH}: the index after the placeholder. */
    int end() {
        return end;
    }

    /** After a {@link Result#MATCH}: what it stands for, or null when nobody knows it. */
    Vault.@Nullable Entry found() {
        return found;
    }

    /**
     * @param at         where to look; inside the text
     * @param afterWord  whether a letter, digit or underscore stands before: then only a bracket can begin a placeholder
     * @param last       whether the text ends here for good
     */
    Result at(String text, int at, boolean afterWord, boolean last) {
        int unit = unit(text, at);
        if (unit == JsonEscapes.CUT) {
            return cut(last);
        }
        int next = at + (unit >>> 16);
        char c = (char) unit;
        if (c == '"' && literals && unit >>> 16 == 1) {
            return quoted(text, next, last);
        }
        if (c == '\\') {
            if (next >= text.length()) {
                return cut(last);
            }
            unit = unit(text, next);
            if (unit == JsonEscapes.CUT) {
                return cut(last);
            }
            return (char) unit == '[' ? anyWord(text, next + (unit >>> 16), true, last) : Result.NO;
        }
        if (c == '[') {
            return anyWord(text, next, false, last);
        }
        return afterWord ? Result.NO : anyWord(text, at, false, last);
    }

    private static Result cut(boolean last) {
        return last ? Result.NO : Result.PARTIAL;
    }

    /** A JSON number was replaced by a placeholder in quotes: the quotes go with it, or else nothing does. */
    private Result quoted(String text, int at, boolean last) {
        if (at >= text.length()) {
            return cut(last);
        }
        if (text.charAt(at) == '"') {
            return Result.NO;
        }
        Result inner = at(text, at, false, last);
        if (inner != Result.MATCH) {
            return inner;
        }
        if (found == null || !found.literal()) {
            return Result.NO;
        }
        if (end >= text.length()) {
            return cut(last);
        }
        if (text.charAt(end) != '"') {
            return Result.NO;
        }
        end++;
        return Result.MATCH;
    }

    private Result anyWord(String text, int at, boolean escapedOpen, boolean last) {
        int unit = at < text.length() ? unit(text, at) : JsonEscapes.CUT;
        if (unit == JsonEscapes.CUT) {
            return cut(last);
        }
        char first = FoldedText.fold((char) unit);
        boolean partial = false;
        for (char[] word : words) {
            if (word[0] != first) {
                continue;
            }
            Result result = core(text, at, word, escapedOpen, last);
            if (result == Result.MATCH) {
                return result;
            }
            partial |= result == Result.PARTIAL;
        }
        return partial ? Result.PARTIAL : Result.NO;
    }

    /** The type word, the underscore and the id. */
    private Result core(String text, int at, char[] word, boolean escapedOpen, boolean last) {
        int p = at;
        boolean escaped = false;
        boolean digit = false;
        boolean letter = false;
        for (int k = 0; k < word.length + id.length; k++) {
            char want = k < word.length ? word[k] : 0;
            int unit = p < text.length() ? unit(text, p) : JsonEscapes.CUT;
            if (unit != JsonEscapes.CUT && want == '_' && (char) unit == '\\') {
                escaped = true;
                p += unit >>> 16;
                unit = p < text.length() ? unit(text, p) : JsonEscapes.CUT;
            }
            if (unit == JsonEscapes.CUT) {
                return cut(last);
            }
            char c = (char) unit;
            char folded = c < 128 ? FoldedText.fold(c) : c;
            if (want == 0) {
                if (!Placeholder.isIdChar(folded)) {
                    return Result.NO;
                }
                id[k - word.length] = folded;
                digit |= folded <= '9';
                letter |= folded > '9';
            } else if (folded != want) {
                return Result.NO;
            }
            p += unit >>> 16;
        }
        return digit && letter ? tail(text, p, word, 1, escapedOpen, escaped, last) : Result.NO;
    }

    /** What follows the id: the number of a spelling, a bracket, or the end of the word. */
    private Result tail(
            String text, int at, char[] word, int variant, boolean escapedOpen, boolean escaped, boolean last) {
        int unit = at < text.length() ? unit(text, at) : JsonEscapes.CUT;
        if (unit == JsonEscapes.CUT) {
            return last ? accept(at, word, variant, escapedOpen, escaped) : Result.PARTIAL;
        }
        char c = (char) unit;
        int next = at + (unit >>> 16);
        if (c == ']') {
            return accept(next, word, variant, escapedOpen, escaped);
        }
        if (c == '\\') {
            int after = next < text.length() ? unit(text, next) : JsonEscapes.CUT;
            if (after == JsonEscapes.CUT) {
                return last ? accept(at, word, variant, escapedOpen, escaped) : Result.PARTIAL;
            }
            if ((char) after == ']') {
                return accept(next + (after >>> 16), word, variant, escapedOpen, true);
            }
            if ((char) after == '_' && variant == 1) {
                return variant(text, next + (after >>> 16), word, escapedOpen, true, last);
            }
            return accept(at, word, variant, escapedOpen, escaped);
        }
        if (c == '_' && variant == 1) {
            return variant(text, next, word, escapedOpen, escaped, last);
        }
        return FoldedText.isWord(c) ? Result.NO : accept(at, word, variant, escapedOpen, escaped);
    }

    private Result variant(String text, int at, char[] word, boolean escapedOpen, boolean escaped, boolean last) {
        int p = at;
        int number = 0;
        while (true) {
            int unit = p < text.length() ? unit(text, p) : JsonEscapes.CUT;
            if (unit == JsonEscapes.CUT && !last) {
                return Result.PARTIAL;
            }
            char c = (char) unit;
            if (unit == JsonEscapes.CUT || c < '0' || c > '9') {
                // A first spelling carries no number.
                return number < 2 ? Result.NO : tail(text, p, word, number, escapedOpen, escaped, last);
            }
            number = number * 10 + c - '0';
            if (number == 0 || number > Placeholder.MAX_VARIANT) {
                return Result.NO;
            }
            p += unit >>> 16;
        }
    }

    private Result accept(int at, char[] word, int variant, boolean escapedOpen, boolean escaped) {
        // C:\Users\[PERSON_k7x3q9]: a backslash before an otherwise plain placeholder belongs to the text.
        if (escapedOpen && !escaped) {
            return Result.NO;
        }
        StringBuilder core = new StringBuilder(word.length + id.length + 5);
        core.append(word).append(id);
        if (variant > 1) {
            core.append('_').append(variant);
        }
        end = at;
        found = lookup.apply(core.toString());
        return Result.MATCH;
    }
}
