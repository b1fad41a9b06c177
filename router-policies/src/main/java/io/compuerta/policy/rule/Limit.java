package io.compuerta.policy.rule;

import dev.cel.common.Operator;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** What a simple comparison with constants asks of its subject, so that two of them can be compared. */
sealed interface Limit {

    /** The other side of the comparison, in {@link Shape}'s spelling. */
    String subject();

    /** Whether everything that meets the other limit meets this one. */
    boolean covers(Limit other);

    /** {@code subject > number} and its kin. */
    record Bound(String subject, boolean above, boolean inclusive, double number) implements Limit {

        @Override
        public boolean covers(Limit other) {
            if (!(other instanceof Bound bound) || bound.above != above || !bound.subject.equals(subject)) {
                return false;
            }
            boolean narrower = above ? bound.number > number : bound.number < number;
            return narrower || (bound.number == number && (inclusive || !bound.inclusive));
        }
    }

    /** {@code subject == "word"} or {@code subject in ["word", "other"]}. */
    record OneOf(String subject, Set<String> words) implements Limit {

        public OneOf {
            words = Set.copyOf(words);
        }

        @Override
        public boolean covers(Limit other) {
            return other instanceof OneOf oneOf && oneOf.subject.equals(subject) && words.containsAll(oneOf.words);
        }
    }

    /** Empty when the expression is no simple comparison with constants. */
    static Optional<Limit> of(CelExpr expr) {
        if (expr.getKind() != CelExpr.ExprKind.Kind.CALL || expr.call().args().size() != 2) {
            return Optional.empty();
        }
        Optional<Operator> operator = Operator.findReverse(expr.call().function());
        CelExpr left = expr.call().args().get(0);
        CelExpr right = expr.call().args().get(1);
        if (operator.isEmpty()) {
            return Optional.empty();
        }
        return switch (operator.get()) {
            case GREATER -> bound(left, right, true, false);
            case GREATER_EQUALS -> bound(left, right, true, true);
            case LESS -> bound(left, right, false, false);
            case LESS_EQUALS -> bound(left, right, false, true);
            case EQUALS -> oneOf(left, List.of(right)).or(() -> oneOf(right, List.of(left)));
            case IN ->
                right.getKind() == CelExpr.ExprKind.Kind.LIST
                        ? oneOf(left, right.list().elements())
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Limit> bound(CelExpr left, CelExpr right, boolean above, boolean inclusive) {
        OptionalDouble rightNumber = number(right);
        if (rightNumber.isPresent()) {
            return Optional.of(new Bound(Shape.text(left), above, inclusive, rightNumber.getAsDouble()));
        }
        OptionalDouble leftNumber = number(left);
        return leftNumber.isPresent()
                ? Optional.of(new Bound(Shape.text(right), !above, inclusive, leftNumber.getAsDouble()))
                : Optional.empty();
    }

    private static Optional<Limit> oneOf(CelExpr subject, List<CelExpr> values) {
        Set<String> words = new HashSet<>();
        for (CelExpr value : values) {
            if (value.getKind() != CelExpr.ExprKind.Kind.CONSTANT
                    || value.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
                return Optional.empty();
            }
            words.add(value.constant().stringValue());
        }
        return words.isEmpty() ? Optional.empty() : Optional.of(new OneOf(Shape.text(subject), words));
    }

    private static OptionalDouble number(CelExpr expr) {
        if (expr.getKind() != CelExpr.ExprKind.Kind.CONSTANT) {
            return OptionalDouble.empty();
        }
        return switch (expr.constant().getKind()) {
            case DOUBLE_VALUE -> OptionalDouble.of(expr.constant().doubleValue());
            case INT64_VALUE -> OptionalDouble.of(expr.constant().int64Value());
            default -> OptionalDouble.empty();
        };
    }
}
