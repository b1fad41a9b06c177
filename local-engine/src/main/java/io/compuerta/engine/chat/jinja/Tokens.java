package io.compuerta.engine.chat.jinja;

import io.compuerta.engine.chat.jinja.Token.Kind;
import java.util.List;
import java.util.function.UnaryOperator;

/** The words of a template under a reading finger. */
final class Tokens {

    private final List<Token> tokens;
    private final UnaryOperator<String> literals;
    private int at;

    /** @param literals changes each text that the template's author wrote */
    Tokens(List<Token> tokens, UnaryOperator<String> literals) {
        this.tokens = tokens;
        this.literals = literals;
    }

    String literal(String text) {
        return literals.apply(text);
    }

    Token peek() {
        return peek(0);
    }

    Token peek(int ahead) {
        return tokens.get(Math.min(at + ahead, tokens.size() - 1));
    }

    Token next() {
        Token token = peek();
        at++;
        return token;
    }

    boolean at(String operator) {
        return peek().isOperator(operator);
    }

    boolean take(String operator) {
        boolean there = at(operator);
        at += there ? 1 : 0;
        return there;
    }

    boolean takeName(String word) {
        boolean there = peek().isName(word);
        at += there ? 1 : 0;
        return there;
    }

    void expect(String operator) {
        if (!take(operator)) {
            throw failure("'" + operator + "' was expected");
        }
    }

    void expectName(String word) {
        if (!takeName(word)) {
            throw failure("'" + word + "' was expected");
        }
    }

    void expect(Kind kind) {
        if (next().kind() != kind) {
            throw failure("a tag does not end where it should");
        }
    }

    String name() {
        Token token = next();
        if (token.kind() != Kind.NAME) {
            throw failure("a name was expected");
        }
        return token.text();
    }

    JinjaException failure(String what) {
        return new JinjaException(what + " (line " + peek().line() + " of the chat template)");
    }
}
