package io.compuerta.engine.chat.jinja;

import io.compuerta.engine.chat.jinja.Expression.Arguments;
import io.compuerta.engine.chat.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Expressions, with Jinja2's precedence. */
final class ExpressionParser {

    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
    private static final int MAX_DEPTH = 60;

    private final Tokens tokens;
    private int depth;

    ExpressionParser(Tokens tokens) {
        this.tokens = tokens;
    }

    /** With commas it is a list: {@code 1, 2}. */
    Expression tuple() {
        Expression first = expression();
        if (!tokens.at(",")) {
            return first;
        }
        List<Expression> elements = new ArrayList<>(List.of(first));
        while (tokens.take(",") && !endsTuple()) {
            elements.add(expression());
        }
        return new Expression.ListOf(elements);
    }

    private boolean endsTuple() {
        Token next = tokens.peek();
        return next.kind() == Kind.BLOCK_END || next.kind() == Kind.PRINT_END || next.isOperator(")");
    }

    Expression expression() {
        if (++depth > MAX_DEPTH) {
            throw tokens.failure("an expression is nested too deeply");
        }
        Expression value = or();
        while (tokens.takeName("if")) {
            Expression condition = or();
            Expression otherwise = tokens.takeName("else") ? expression() : null;
            value = new Expression.Conditional(condition, value, otherwise);
        }
        depth--;
        return value;
    }

    /** What a loop goes over: there, {@code if} is the loop's filter. */
    Expression or() {
        Expression left = and();
        while (tokens.takeName("or")) {
            left = new Expression.Or(left, and());
        }
        return left;
    }

    private Expression and() {
        Expression left = not();
        while (tokens.takeName("and")) {
            left = new Expression.And(left, not());
        }
        return left;
    }

    private Expression not() {
        int count = 0;
        while (tokens.takeName("not")) {
            count++;
        }
        Expression value = comparison();
        if (count == 0) {
            return value;
        }
        return count % 2 == 1 ? new Expression.Not(value) : new Expression.Not(new Expression.Not(value));
    }

    private Expression comparison() {
        Expression first = sum();
        List<Expression.Step> steps = new ArrayList<>();
        while (true) {
            Token next = tokens.peek();
            if (next.kind() == Kind.OPERATOR && COMPARISONS.contains(next.text())) {
                tokens.next();
                steps.add(new Expression.Step(next.text(), sum()));
            } else if (next.isName("in")) {
                tokens.next();
                steps.add(new Expression.Step("in", sum()));
            } else if (next.isName("not") && tokens.peek(1).isName("in")) {
                tokens.next();
                tokens.next();
                steps.add(new Expression.Step("not in", sum()));
            } else {
                return steps.isEmpty() ? first : new Expression.Comparison(first, steps);
            }
        }
    }

    private Expression sum() {
        Expression left = concatenation();
        while (tokens.at("+") || tokens.at("-")) {
            left = new Expression.Binary(tokens.next().text(), left, concatenation());
        }
        return left;
    }

    private Expression concatenation() {
        Expression left = product();
        while (tokens.take("~")) {
            left = new Expression.Binary("~", left, product());
        }
        return left;
    }

    private Expression product() {
        Expression left = power();
        while (tokens.at("*") || tokens.at("/") || tokens.at("//") || tokens.at("%")) {
            left = new Expression.Binary(tokens.next().text(), left, power());
        }
        return left;
    }

    private Expression power() {
        Expression left = unary(true);
        while (tokens.take("**")) {
            left = new Expression.Binary("**", left, unary(true));
        }
        return left;
    }

    private Expression unary(boolean filters) {
        Expression value;
        if (tokens.take("-")) {
            value = new Expression.Negative(deeper(() -> unary(false)));
        } else if (tokens.take("+")) {
            value = deeper(() -> unary(false));
        } else {
            value = postfix(primary());
        }
        return filters ? filters(value) : value;
    }

    private Expression deeper(java.util.function.Supplier<Expression> parse) {
        if (++depth > MAX_DEPTH) {
            throw tokens.failure("an expression is nested too deeply");
        }
        Expression value = parse.get();
        depth--;
        return value;
    }

    private Expression filters(Expression input) {
        Expression value = input;
        while (true) {
            if (tokens.take("|")) {
                String name = tokens.name();
                value = postfix(new Expression.Filter(value, name, optionalArguments()));
            } else if (tokens.takeName("is")) {
                value = test(value);
            } else {
                return value;
            }
        }
    }

    private Arguments optionalArguments() {
        return tokens.take("(") ? arguments() : Arguments.NONE;
    }

    private Expression test(Expression input) {
        boolean negated = tokens.takeName("not");
        String name = tokens.name();
        if (tokens.take("(")) {
            return new Expression.Test(input, name, arguments(), negated);
        }
        Token next = tokens.peek();
        boolean argument = switch (next.kind()) {
            case STRING, INTEGER, FLOAT -> true;
            case NAME -> !Set.of("else", "or", "and", "is", "if", "not", "in").contains(next.text());
            case OPERATOR -> next.text().equals("[") || next.text().equals("{");
            default -> false;
        };
        Arguments arguments = argument ? new Arguments(List.of(postfix(primary())), Map.of()) : Arguments.NONE;
        return new Expression.Test(input, name, arguments, negated);
    }

    private Expression postfix(Expression start) {
        Expression value = start;
        while (true) {
            if (tokens.take(".")) {
                Token next = tokens.next();
                if (next.kind() == Kind.NAME) {
                    value = new Expression.Member(value, next.text());
                } else if (next.kind() == Kind.INTEGER) {
                    value = new Expression.Item(value, new Expression.Literal(number(next)));
                } else {
                    throw tokens.failure("a name must follow '.'");
                }
            } else if (tokens.take("[")) {
                value = subscript(value);
            } else if (tokens.take("(")) {
                value = new Expression.Call(value, arguments());
            } else {
                return value;
            }
        }
    }

    private Expression subscript(Expression target) {
        Expression from = tokens.at(":") ? null : expression();
        if (from != null && tokens.take("]")) {
            return new Expression.Item(target, from);
        }
        tokens.expect(":");
        Expression to = tokens.at(":") || tokens.at("]") ? null : expression();
        Expression step = tokens.take(":") && !tokens.at("]") ? expression() : null;
        tokens.expect("]");
        return new Expression.Slice(target, from, to, step);
    }

    /** After the opening parenthesis. */
    private Arguments arguments() {
        List<Expression> positional = new ArrayList<>();
        Map<String, Expression> named = new LinkedHashMap<>();
        while (!tokens.take(")")) {
            if (tokens.peek().kind() == Kind.NAME && tokens.peek(1).isOperator("=")) {
                String name = tokens.name();
                tokens.expect("=");
                named.put(name, expression());
            } else {
                positional.add(expression());
            }
            if (!tokens.at(")")) {
                tokens.expect(",");
            }
        }
        return new Arguments(positional, named);
    }

    private Expression primary() {
        Token token = tokens.next();
        return switch (token.kind()) {
            case STRING -> new Expression.Literal(strings(token));
            case INTEGER -> new Expression.Literal(number(token));
            case FLOAT -> new Expression.Literal(Double.valueOf(token.text()));
            case NAME -> named(token.text());
            case OPERATOR -> bracketed(token);
            default -> throw tokens.failure("an expression was expected");
        };
    }

    private Object number(Token token) {
        try {
            return Long.valueOf(token.text());
        } catch (NumberFormatException tooLong) {
            throw tokens.failure("the number " + token.text() + " is too large");
        }
    }

    private String strings(Token first) {
        StringBuilder text = new StringBuilder(first.text());
        while (tokens.peek().kind() == Kind.STRING) {
            text.append(tokens.next().text());
        }
        return tokens.literal(text.toString());
    }

    private static Expression named(String name) {
        return switch (name) {
            case "true", "True" -> new Expression.Literal(true);
            case "false", "False" -> new Expression.Literal(false);
            case "none", "None" -> new Expression.Literal(Absent.NONE);
            default -> new Expression.Variable(name);
        };
    }

    private Expression bracketed(Token token) {
        return switch (token.text()) {
            case "(" -> {
                if (tokens.take(")")) {
                    yield new Expression.ListOf(List.of());
                }
                Expression inner = tuple();
                tokens.expect(")");
                yield inner;
            }
            case "[" -> new Expression.ListOf(elements());
            case "{" -> new Expression.DictOf(entries());
            default -> throw tokens.failure("'" + token.text() + "' was not expected");
        };
    }

    private List<Expression> elements() {
        List<Expression> elements = new ArrayList<>();
        while (!tokens.take("]")) {
            elements.add(expression());
            if (!tokens.at("]")) {
                tokens.expect(",");
            }
        }
        return elements;
    }

    private List<Expression.Entry> entries() {
        List<Expression.Entry> entries = new ArrayList<>();
        while (!tokens.take("}")) {
            Expression key = expression();
            tokens.expect(":");
            entries.add(new Expression.Entry(key, expression()));
            if (!tokens.at("}")) {
                tokens.expect(",");
            }
        }
        return entries;
    }

    /** For a parameter's preset. */
    @Nullable
    Expression optionalPreset() {
        return tokens.take("=") ? expression() : null;
    }
}
