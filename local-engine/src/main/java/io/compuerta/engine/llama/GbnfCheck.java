package io.compuerta.engine.llama;

import io.compuerta.engine.EngineException;
import io.compuerta.engine.llama.GbnfRules.Item;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads a grammar in GBNF before llama.cpp does, and refuses what that answers with a crash, an endless loop or no end
 * of memory: deep nesting, {@code {5,3}}, repetitions that unfold into millions of elements, left recursion (its own
 * search overlooks some and takes exponential time over others), and rules that begin in too many ways. It also refuses whatever is
 * no grammar, since llama.cpp prints such a text to the standard error, and elements that name tokens, which are not
 * text. Messages tell the place, never the text.
 */
final class GbnfCheck {

    static final int MOST_CHARACTERS = 1 << 18;
    static final int MOST_NESTING = 100;

    /** Rules, those of groups and repetitions included. */
    private static final int MOST_RULES = 20_000;

    /** Characters, classes and references after unfolding. */
    private static final int MOST_ELEMENTS = 500_000;

    /** llama.cpp's limit of what one repetition unfolds into. */
    private static final int MOST_REPETITIONS = 2000;

    private final String text;
    private final GbnfRules rules = new GbnfRules();
    private final Set<String> names = new HashSet<>();
    private int at;
    private int symbols;
    private long elements;

    private GbnfCheck(String text) {
        this.text = text;
    }

    /** @throws EngineException.Unsupported naming what is wrong and where */
    static void check(String gbnf) {
        if (gbnf.length() > MOST_CHARACTERS) {
            throw refused("it has " + gbnf.length() + " characters; " + MOST_CHARACTERS + " are allowed");
        }
        GbnfCheck check = new GbnfCheck(gbnf);
        check.grammar();
        check.rules.check();
    }

    static EngineException.Unsupported refused(String why) {
        return new EngineException.Unsupported("response_format", "the grammar cannot be used: " + why);
    }

    private EngineException.Unsupported expected(String what) {
        return refused(what + " is expected at character " + at);
    }

    private void grammar() {
        space(true);
        while (at < text.length()) {
            int rule = symbol(name());
            space(false);
            if (!text.startsWith("::=", at)) {
                throw expected("'::='");
            }
            at += 3;
            space(true);
            rules.define(rule, alternatives(0));
            if (at < text.length() && text.charAt(at) != '\r' && text.charAt(at) != '\n') {
                throw expected("a new line");
            }
            space(true);
        }
    }

    private List<List<Item>> alternatives(int nesting) {
        if (nesting > MOST_NESTING) {
            throw refused("groups are nested deeper than " + MOST_NESTING);
        }
        List<List<Item>> alternatives = new ArrayList<>();
        alternatives.add(sequence(nesting));
        while (peek() == '|') {
            at++;
            space(true);
            alternatives.add(sequence(nesting));
        }
        return alternatives;
    }

    private List<Item> sequence(int nesting) {
        List<Item> items = new ArrayList<>();
        while (true) {
            int before = symbols;
            char next = peek();
            Item item;
            if (next == '"') {
                item = Item.terminal(literal());
            } else if (next == '[') {
                item = Item.terminal(characterClass());
            } else if (next == '.') {
                at++;
                item = Item.terminal(1);
            } else if (isWord(next)) {
                item = Item.reference(symbol(name()));
                before = symbols - 1;
            } else if (next == '(') {
                item = group(nesting);
            } else if (next == '<' || next == '!') {
                throw refused("it names a token at character " + at + "; only text is allowed");
            } else {
                return items;
            }
            space(nesting > 0);
            items.add(repeated(item, Math.max(1, symbols - before), nesting));
            count(item.size());
        }
    }

    private Item group(int nesting) {
        at++;
        space(true);
        int rule = generated();
        rules.define(rule, alternatives(nesting + 1));
        if (peek() != ')') {
            throw expected("')'");
        }
        at++;
        return Item.reference(rule);
    }

    /** @param unfolded rules that the item stands for */
    private Item repeated(Item item, long unfolded, int nesting) {
        Item result = item;
        long product = unfolded;
        while (true) {
            int least;
            int most;
            switch (peek()) {
                case '*' -> {
                    least = 0;
                    most = -1;
                }
                case '+' -> {
                    least = 1;
                    most = -1;
                }
                case '?' -> {
                    least = 0;
                    most = 1;
                }
                case '{' -> {
                    at++;
                    space(nesting > 0);
                    least = number();
                    most = upperBound(least, nesting);
                    if (peek() != '}') {
                        throw expected("'}'");
                    }
                }
                default -> {
                    return result;
                }
            }
            at++;
            space(nesting > 0);
            if (result.size() == 0) {
                throw refused("nothing is repeated at character " + at);
            }
            product *= most > 0 ? most : Math.max(least, 1);
            if (product > MOST_REPETITIONS) {
                throw refused("a repetition unfolds into more than " + MOST_REPETITIONS + " rules");
            }
            int optional = most < 0 ? 1 : most - least;
            count((long) result.size() * least + (long) optional * (result.size() + 3));
            symbols += optional;
            // A repetition of a repetition repeats the whole.
            if (result.isRepeated()) {
                int rule = rules.add();
                rules.define(rule, List.of(List.of(result)));
                result = Item.reference(rule);
            }
            result = result.times(least, most);
        }
    }

    private int upperBound(int least, int nesting) {
        space(nesting > 0);
        if (peek() == '}') {
            return least;
        }
        if (peek() != ',') {
            throw expected("',' or '}'");
        }
        at++;
        space(nesting > 0);
        if (peek() == '}') {
            return -1;
        }
        int most = number();
        space(nesting > 0);
        if (most < least) {
            throw refused("a repetition of " + least + " to " + most + " times, at character " + at);
        }
        return most;
    }

    private int number() {
        int start = at;
        int value = 0;
        while (Character.digit(peek(), 10) >= 0 && peek() < 128) {
            value = value * 10 + text.charAt(at++) - '0';
            if (value > MOST_REPETITIONS) {
                throw refused("more than " + MOST_REPETITIONS + " repetitions, at character " + at);
            }
        }
        if (at == start) {
            throw expected("a number");
        }
        return value;
    }

    private int literal() {
        at++;
        int size = 0;
        while (peek() != '"') {
            character();
            size++;
        }
        at++;
        return size;
    }

    private int characterClass() {
        at++;
        if (peek() == '^') {
            at++;
        }
        int size = 0;
        while (peek() != ']') {
            character();
            size++;
            if (peek() == '-' && at + 1 < text.length() && text.charAt(at + 1) != ']') {
                at++;
                character();
                size++;
            }
        }
        if (size == 0) {
            throw refused("an empty class of characters at character " + at);
        }
        at++;
        return size;
    }

    private void character() {
        char first = peek();
        if (first == 0) {
            throw expected("a character");
        }
        if (first != '\\') {
            at += Character.charCount(text.codePointAt(at));
            return;
        }
        at++;
        char escaped = peek();
        int digits = escaped == 'x' ? 2 : escaped == 'u' ? 4 : escaped == 'U' ? 8 : 0;
        if (digits == 0 && "trn\\\"[]-".indexOf(escaped) < 0) {
            throw expected("one of t r n x u U \\ \" [ ] -");
        }
        at++;
        for (int index = 0; index < digits; index++) {
            if (peek() >= 128 || Character.digit(peek(), 16) < 0) {
                throw expected("a hexadecimal digit");
            }
            at++;
        }
    }

    private String name() {
        int start = at;
        while (isWord(peek())) {
            at++;
        }
        if (at == start) {
            throw expected("a name");
        }
        return text.substring(start, at);
    }

    private int symbol(String name) {
        if (names.add(name)) {
            symbols++;
        }
        return rules.named(name);
    }

    private int generated() {
        symbols++;
        return rules.add();
    }

    private void count(long more) {
        elements += more;
        if (elements > MOST_ELEMENTS || symbols > MOST_RULES) {
            throw refused("it unfolds into more than " + MOST_ELEMENTS + " elements or " + MOST_RULES + " rules");
        }
    }

    private void space(boolean lines) {
        while (at < text.length()) {
            char next = text.charAt(at);
            if (next == '#') {
                while (at < text.length() && text.charAt(at) != '\r' && text.charAt(at) != '\n') {
                    if (text.charAt(at) == 0) {
                        throw expected("another character than NUL");
                    }
                    at++;
                }
            } else if (next == ' ' || next == '\t' || (lines && (next == '\r' || next == '\n'))) {
                at++;
            } else {
                return;
            }
        }
    }

    /** The next character, or NUL at the end; a NUL in the text is never allowed. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private static boolean isWord(char next) {
        return (next >= 'a' && next <= 'z')
                || (next >= 'A' && next <= 'Z')
                || (next >= '0' && next <= '9')
                || next == '-';
    }
}
