package io.compuerta.engine.chat.jinja;

import io.compuerta.engine.chat.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Statements. */
final class Parser {

    private static final int MAX_DEPTH = 50;

    private final Tokens tokens;
    private final ExpressionParser expressions;
    private int depth;

    private Parser(Tokens tokens) {
        this.tokens = tokens;
        this.expressions = new ExpressionParser(tokens);
    }

    static List<Statement> parse(String template, UnaryOperator<String> literals) {
        Parser parser = new Parser(new Tokens(Lexer.read(template), literals));
        List<Statement> body = parser.body(Set.of());
        if (parser.tokens.peek().kind() != Kind.END) {
            throw parser.tokens.failure("a block ends that was not begun");
        }
        return body;
    }

    /** Up to, not including, a block that begins with one of the words; the caller reads its start. */
    private List<Statement> body(Set<String> ends) {
        if (++depth > MAX_DEPTH) {
            throw tokens.failure("blocks are nested too deeply");
        }
        List<Statement> body = new ArrayList<>();
        while (true) {
            Token token = tokens.peek();
            switch (token.kind()) {
                case DATA ->
                    body.add(new Statement.Data(tokens.literal(tokens.next().text())));
                case PRINT_START -> {
                    tokens.next();
                    body.add(new Statement.Print(expressions.tuple()));
                    tokens.expect(Kind.PRINT_END);
                }
                case BLOCK_START -> {
                    if (ends.contains(tokens.peek(1).text())) {
                        depth--;
                        return body;
                    }
                    tokens.next();
                    block(body);
                }
                default -> {
                    if (!ends.isEmpty()) {
                        throw tokens.failure("a block is not closed");
                    }
                    depth--;
                    return body;
                }
            }
        }
    }

    private void block(List<Statement> body) {
        String word = tokens.name();
        switch (word) {
            case "if" -> body.add(choice());
            case "for" -> body.add(loop());
            case "set" -> body.add(assignment());
            case "macro" -> body.add(macro());
            case "break" -> {
                tokens.expect(Kind.BLOCK_END);
                body.add(new Statement.Break());
            }
            case "continue" -> {
                tokens.expect(Kind.BLOCK_END);
                body.add(new Statement.Continue());
            }
            case "generation" -> {
                // Marks the assistant's words for training; nothing to a reader.
                tokens.expect(Kind.BLOCK_END);
                body.addAll(body(Set.of("endgeneration")));
                end("endgeneration");
            }
            default -> throw tokens.failure("the block '" + word + "' is not supported");
        }
    }

    private void end(String word) {
        tokens.expect(Kind.BLOCK_START);
        tokens.expectName(word);
        tokens.expect(Kind.BLOCK_END);
    }

    private Statement choice() {
        List<Statement.Branch> branches = new ArrayList<>();
        Expression condition = expressions.tuple();
        tokens.expect(Kind.BLOCK_END);
        branches.add(new Statement.Branch(condition, body(Set.of("elif", "else", "endif"))));
        while (true) {
            tokens.expect(Kind.BLOCK_START);
            String word = tokens.name();
            switch (word) {
                case "elif" -> {
                    Expression next = expressions.tuple();
                    tokens.expect(Kind.BLOCK_END);
                    branches.add(new Statement.Branch(next, body(Set.of("elif", "else", "endif"))));
                }
                case "else" -> {
                    tokens.expect(Kind.BLOCK_END);
                    branches.add(new Statement.Branch(null, body(Set.of("endif"))));
                }
                default -> {
                    tokens.expect(Kind.BLOCK_END);
                    return new Statement.If(branches);
                }
            }
        }
    }

    private Statement loop() {
        List<String> targets = names();
        tokens.expectName("in");
        Expression iterable = expressions.or();
        if (tokens.at(",")) {
            throw tokens.failure("a loop over a bare list needs brackets");
        }
        Expression condition = tokens.takeName("if") ? expressions.expression() : null;
        tokens.expect(Kind.BLOCK_END);
        List<Statement> body = body(Set.of("else", "endfor"));
        List<Statement> otherwise = List.of();
        tokens.expect(Kind.BLOCK_START);
        if (tokens.takeName("else")) {
            tokens.expect(Kind.BLOCK_END);
            otherwise = body(Set.of("endfor"));
            tokens.expect(Kind.BLOCK_START);
        }
        tokens.expectName("endfor");
        tokens.expect(Kind.BLOCK_END);
        return new Statement.For(targets, iterable, condition, body, otherwise);
    }

    private List<String> names() {
        boolean parenthesis = tokens.take("(");
        List<String> names = new ArrayList<>(List.of(tokens.name()));
        while (tokens.take(",")) {
            names.add(tokens.name());
        }
        if (parenthesis) {
            tokens.expect(")");
        }
        return names;
    }

    private Statement assignment() {
        List<String> targets = names();
        if (tokens.take(".")) {
            String member = tokens.name();
            tokens.expect("=");
            Statement set = new Statement.SetMember(targets.getFirst(), member, expressions.tuple());
            tokens.expect(Kind.BLOCK_END);
            return set;
        }
        if (tokens.take("=")) {
            Statement set = new Statement.Set(targets, expressions.tuple());
            tokens.expect(Kind.BLOCK_END);
            return set;
        }
        tokens.expect(Kind.BLOCK_END);
        List<Statement> body = body(Set.of("endset"));
        end("endset");
        return new Statement.SetBlock(targets.getFirst(), body);
    }

    private Statement macro() {
        String name = tokens.name();
        tokens.expect("(");
        List<Statement.Parameter> parameters = new ArrayList<>();
        while (!tokens.take(")")) {
            parameters.add(new Statement.Parameter(tokens.name(), expressions.optionalPreset()));
            if (!tokens.at(")")) {
                tokens.expect(",");
            }
        }
        tokens.expect(Kind.BLOCK_END);
        List<Statement> body = body(Set.of("endmacro"));
        end("endmacro");
        return new Statement.Macro(name, parameters, body);
    }
}
