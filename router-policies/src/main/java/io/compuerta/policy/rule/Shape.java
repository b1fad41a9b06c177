package io.compuerta.policy.rule;

import dev.cel.common.Operator;
import dev.cel.common.ast.CelExpr;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A condition without its spelling: blanks, quotes and the order of {@code ==} do not matter.
 *
 * @param anyOf the parts joined by {@code ||}, and the whole
 * @param allOf the parts joined by {@code &&}, and the whole
 */
record Shape(Set<String> anyOf, Set<String> allOf) {

    static Shape of(CelExpr condition) {
        return new Shape(parts(condition, Operator.LOGICAL_OR), parts(condition, Operator.LOGICAL_AND));
    }

    /**
     * Whether every request that matches the other condition matches this one. False also when that cannot be told: this
     * sees equal parts only, not that {@code complexity > 0.8} implies {@code complexity > 0.6}.
     */
    boolean covers(Shape other) {
        return anyOf.stream().anyMatch(other.allOf::contains);
    }

    private static Set<String> parts(CelExpr condition, Operator operator) {
        Set<String> parts = new HashSet<>();
        parts.add(text(condition));
        collect(condition, operator, parts);
        return Set.copyOf(parts);
    }

    private static void collect(CelExpr expr, Operator operator, Set<String> into) {
        if (expr.getKind() == CelExpr.ExprKind.Kind.CALL
                && expr.call().function().equals(operator.getFunction())) {
            expr.call().args().forEach(part -> collect(part, operator, into));
        } else {
            into.add(text(expr));
        }
    }

    private static String text(CelExpr expr) {
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
