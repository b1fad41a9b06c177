package io.compuerta.policy.rule;

import dev.cel.common.Operator;
import dev.cel.common.ast.CelExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A condition without its spelling: blanks, quotes and the order of {@code ==} do not matter.
 *
 * @param anyOf the parts joined by {@code ||}, and the whole
 * @param allOf the parts joined by {@code &&}, and the whole
 */
record Shape(List<Part> anyOf, List<Part> allOf) {

    /** @param limit empty unless the part is a simple comparison with constants */
    private record Part(String text, Optional<Limit> limit) {

        boolean covers(Part other) {
            boolean wider =
                    limit.isPresent() && other.limit.isPresent() && limit.get().covers(other.limit.get());
            return wider || text.equals(other.text);
        }
    }

    static Shape of(CelExpr condition) {
        return new Shape(parts(condition, Operator.LOGICAL_OR), parts(condition, Operator.LOGICAL_AND));
    }

    /** Whether every request that matches the other condition surely matches this one; false also when that is unclear. */
    boolean covers(Shape other) {
        return anyOf.stream().anyMatch(part -> other.allOf.stream().anyMatch(part::covers));
    }

    /** The words one of which the subject surely is, when the condition holds; empty when it names none. */
    Optional<Set<String>> wordsFor(String subject) {
        return allOf.stream()
                .flatMap(part -> part.limit().stream())
                .filter(limit -> limit instanceof Limit.OneOf && limit.subject().equals(subject))
                .map(limit -> ((Limit.OneOf) limit).words())
                .findFirst();
    }

    /** What the subject surely is at least, when the condition holds; 0 when it says nothing of that. */
    double leastOf(String subject) {
        return allOf.stream()
                .flatMap(part -> part.limit().stream())
                .filter(limit -> limit instanceof Limit.Bound bound
                        && bound.above()
                        && bound.subject().equals(subject))
                .mapToDouble(limit -> ((Limit.Bound) limit).number())
                .max()
                .orElse(0);
    }

    /** Whether the condition holds only when the flag is set. */
    boolean asks(String flag) {
        return allOf.stream().anyMatch(part -> part.text().equals(flag));
    }

    private static List<Part> parts(CelExpr condition, Operator operator) {
        List<Part> parts = new ArrayList<>();
        parts.add(part(condition));
        collect(condition, operator, parts);
        return List.copyOf(parts);
    }

    private static void collect(CelExpr expr, Operator operator, List<Part> into) {
        if (expr.getKind() == CelExpr.ExprKind.Kind.CALL
                && expr.call().function().equals(operator.getFunction())) {
            expr.call().args().forEach(arg -> collect(arg, operator, into));
        } else {
            into.add(part(expr));
        }
    }

    private static Part part(CelExpr expr) {
        return new Part(text(expr), Limit.of(expr));
    }

    /** An expression in one spelling. */
    static String text(CelExpr expr) {
        return switch (expr.getKind()) {
            case NOT_SET -> "";
            case CONSTANT -> expr.constant().toString();
            case IDENT -> expr.ident().name();
            case SELECT ->
                "(. " + text(expr.select().operand()) + " " + expr.select().field() + " "
                        + expr.select().testOnly() + ")";
            case CALL -> call(expr.call());
            case LIST -> "[" + String.join(" ", texts(expr.list().elements())) + "]";
            // Conditions have no use for these; distinct ids keep two of them from looking equal.
            case STRUCT, MAP -> "#" + System.identityHashCode(expr);
            case COMPREHENSION -> {
                CelExpr.CelComprehension loop = expr.comprehension();
                yield "(loop " + loop.iterVar() + " " + loop.iterVar2() + " " + loop.accuVar() + " "
                        + String.join(
                                " ",
                                texts(List.of(
                                        loop.iterRange(),
                                        loop.accuInit(),
                                        loop.loopCondition(),
                                        loop.loopStep(),
                                        loop.result())))
                        + ")";
            }
        };
    }

    private static String call(CelExpr.CelCall call) {
        List<String> args = new ArrayList<>(texts(call.args()));
        String function = call.function();
        if (function.equals(Operator.EQUALS.getFunction()) || function.equals(Operator.NOT_EQUALS.getFunction())) {
            args.sort(null);
        }
        String target = call.target().map(Shape::text).orElse("");
        return "(" + function + " " + target + " " + String.join(" ", args) + ")";
    }

    private static List<String> texts(List<CelExpr> exprs) {
        return exprs.stream().map(Shape::text).toList();
    }
}
