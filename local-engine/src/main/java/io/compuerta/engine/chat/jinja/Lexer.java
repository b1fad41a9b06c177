package io.compuerta.engine.chat.jinja;

import io.compuerta.engine.chat.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a template into words, with whitespace handled as Jinja2 does under {@code trim_blocks} and
 * {@code lstrip_blocks}, which is how chat templates are written to be read.
 */
final class Lexer {

    private static final Pattern WORDS = Pattern.compile("(?<space>\\s+)"
            + "|(?<float>\\d[\\d_]*\\.\\d+(?:[eE][+-]?\\d+)?|\\d+[eE][+-]?\\d+)"
            + "|(?<integer>\\d[\\d_]*)"
            + "|(?<name>[A-Za-z_][A-Za-z0-9_]*)"
            + "|(?<operator>\\*\\*|//|==|!=|<=|>=|[-+*/%~<>=|.,:()\\[\\]{}])");

    private static final Pattern END_RAW = Pattern.compile("\\{%([-+]?)\\s*endraw\\s*([-+]?)%\\}");

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    private boolean trimNext;
    private boolean newlineNext;

    private Lexer(String source) {
        this.source = source;
    }

    static List<Token> read(String template) {
        String unified = template.replace("\r\n", "\n").replace('\r', '\n');
        Lexer lexer = new Lexer(unified.endsWith("\n") ? unified.substring(0, unified.length() - 1) : unified);
        lexer.run();
        return List.copyOf(lexer.tokens);
    }

    private void run() {
        while (at < source.length()) {
            int tag = nextTag();
            char kind = tag == source.length() ? ' ' : source.charAt(tag + 1);
            data(source.substring(at, tag), kind, tag == source.length() ? ' ' : sign(tag + 2));
            at = tag;
            switch (kind) {
                case '#' -> comment();
                case '%' -> block();
                case '{' -> print();
                default -> {}
            }
        }
        tokens.add(new Token(Kind.END, "", line));
    }

    private int nextTag() {
        for (int brace = source.indexOf('{', at); brace >= 0; brace = source.indexOf('{', brace + 1)) {
            if (brace + 1 < source.length() && "{%#".indexOf(source.charAt(brace + 1)) >= 0) {
                return brace;
            }
        }
        return source.length();
    }

    private char sign(int position) {
        char next = position < source.length() ? source.charAt(position) : ' ';
        return next == '-' || next == '+' ? next : ' ';
    }

    private void data(String raw, char nextKind, char nextSign) {
        String text = raw;
        boolean startsLine = at == 0 || source.charAt(at - 1) == '\n';
        if (trimNext) {
            text = text.stripLeading();
        } else if (newlineNext && text.startsWith("\n")) {
            text = text.substring(1);
            startsLine = true;
        }
        trimNext = false;
        newlineNext = false;
        if (nextSign == '-') {
            text = text.stripTrailing();
        } else if ((nextKind == '%' || nextKind == '#') && nextSign != '+') {
            text = withoutIndent(text, startsLine);
        }
        emit(Kind.DATA, text);
        line += (int) raw.chars().filter(c -> c == '\n').count();
    }

    /** {@code lstrip_blocks}: a tag that stands first in its line takes the blanks before it away. */
    private static String withoutIndent(String text, boolean startsLine) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == '\t')) {
            end--;
        }
        boolean first = end == 0 ? startsLine : text.charAt(end - 1) == '\n';
        return first ? text.substring(0, end) : text;
    }

    private void emit(Kind kind, String text) {
        if (kind != Kind.DATA || !text.isEmpty()) {
            tokens.add(new Token(kind, text, line));
        }
    }

    private void comment() {
        int end = source.indexOf("#}", at + 2);
        if (end < 0) {
            throw failure("a comment is not closed");
        }
        line += (int) source.substring(at, end).chars().filter(c -> c == '\n').count();
        closed(end > at + 2 ? source.charAt(end - 1) : ' ', true);
        at = end + 2;
    }

    private void closed(char sign, boolean block) {
        trimNext = sign == '-';
        newlineNext = block && sign != '+';
    }

    private void block() {
        int words = at + 2 + (sign(at + 2) == ' ' ? 0 : 1);
        Matcher raw = Pattern.compile("\\s*raw\\s*([-+]?)%\\}").matcher(source).region(words, source.length());
        if (raw.lookingAt()) {
            raw(raw);
            return;
        }
        emit(Kind.BLOCK_START, "");
        at = words;
        words('%');
        emit(Kind.BLOCK_END, "");
    }

    private void raw(Matcher start) {
        Matcher end = END_RAW.matcher(source);
        if (!end.find(start.end())) {
            throw failure("'raw' is not closed");
        }
        closed(start.group(1).isEmpty() ? ' ' : start.group(1).charAt(0), true);
        at = start.end();
        data(
                source.substring(at, end.start()),
                '%',
                end.group(1).isEmpty() ? ' ' : end.group(1).charAt(0));
        closed(end.group(2).isEmpty() ? ' ' : end.group(2).charAt(0), true);
        at = end.end();
    }

    private void print() {
        emit(Kind.PRINT_START, "");
        at += 2 + (sign(at + 2) == ' ' ? 0 : 1);
        words('}');
        emit(Kind.PRINT_END, "");
    }

    /** The words up to the tag's end, which is read too. */
    private void words(char closing) {
        int open = 0;
        Matcher word = WORDS.matcher(source);
        while (at < source.length()) {
            char next = source.charAt(at);
            if (open == 0 && closes(at, closing)) {
                at += 2;
                closed(' ', closing == '%');
                return;
            }
            if (open == 0 && (next == '-' || next == '+') && closes(at + 1, closing)) {
                at += 3;
                closed(next, closing == '%');
                return;
            }
            if (next == '"' || next == '\'') {
                string(next);
                continue;
            }
            if (!word.region(at, source.length()).lookingAt()) {
                throw failure("'" + Character.toString(source.codePointAt(at)) + "' is not understood");
            }
            open += "([{".indexOf(next) >= 0 ? 1 : ")]}".indexOf(next) >= 0 ? -1 : 0;
            word(word);
            at = word.end();
        }
        throw failure("a tag is not closed");
    }

    private boolean closes(int position, char closing) {
        return position + 1 < source.length()
                && source.charAt(position) == closing
                && source.charAt(position + 1) == '}';
    }

    private void word(Matcher word) {
        String text = word.group();
        if (word.group("space") != null) {
            line += (int) text.chars().filter(c -> c == '\n').count();
        } else if (word.group("name") != null) {
            emit(Kind.NAME, text);
        } else if (word.group("integer") != null) {
            emit(Kind.INTEGER, text.replace("_", ""));
        } else if (word.group("float") != null) {
            emit(Kind.FLOAT, text.replace("_", ""));
        } else {
            emit(Kind.OPERATOR, text);
        }
    }

    private void string(char quote) {
        StringBuilder text = new StringBuilder();
        int position = at + 1;
        while (position < source.length() && source.charAt(position) != quote) {
            char next = source.charAt(position++);
            if (next != '\\' || position == source.length()) {
                text.append(next);
                continue;
            }
            position = escape(position, text);
        }
        if (position >= source.length()) {
            throw failure("a string is not closed");
        }
        emit(Kind.STRING, text.toString());
        line += (int)
                source.substring(at, position).chars().filter(c -> c == '\n').count();
        at = position + 1;
    }

    /** What follows a backslash, as in Python. Returns where the text goes on. */
    private int escape(int position, StringBuilder text) {
        char sort = source.charAt(position);
        int digits = switch (sort) {
            case 'x' -> 2;
            case 'u' -> 4;
            case 'U' -> 8;
            default -> 0;
        };
        if (digits > 0) {
            int end = Math.min(source.length(), position + 1 + digits);
            try {
                int point = Integer.parseInt(source.substring(position + 1, end), 16);
                text.appendCodePoint(point);
            } catch (IllegalArgumentException malformed) {
                throw failure("a string has a broken escape");
            }
            return end;
        }
        switch (sort) {
            case 'n' -> text.append('\n');
            case 't' -> text.append('\t');
            case 'r' -> text.append('\r');
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case '\\', '\'', '"' -> text.append(sort);
            case '\n' -> {}
            default -> text.append('\\').append(sort);
        }
        return position + 1;
    }

    private JinjaException failure(String what) {
        return new JinjaException(what + " (line " + line + " of the chat template)");
    }
}
