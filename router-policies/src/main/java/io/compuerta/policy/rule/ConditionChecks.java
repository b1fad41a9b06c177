package io.compuerta.policy.rule;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.Operator;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import io.compuerta.policy.yaml.Nearest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Finds what CEL's type checker lets pass: words that a variable never has, numbers outside its range, broken patterns.
 * And it finds unknown variables before the checker does, since the checker cannot name the nearest.
 */
final class ConditionChecks {

    private static final Domain ANY = new Domain.Any();

    private static final Set<String> TYPE_NAMES =
            Set.of("bool", "int", "uint", "double", "string", "bytes", "list", "map", "null_type", "type");

    private static final Set<String> ORDERINGS = Set.of(
            Operator.LESS.getFunction(),
            Operator.LESS_EQUALS.getFunction(),
            Operator.GREATER.getFunction(),
            Operator.GREATER_EQUALS.getFunction());

    private final BiConsumer<CelExpr, String> report;
    private final Set<String> variables = new HashSet<>();

    private ConditionChecks(BiConsumer<CelExpr, String> report) {
        this.report = report;
    }

    /**
     * Walks the parsed condition.
     *
     * @param report takes the expression at fault and what is wrong
     * @return the variables the condition looks at; if none, it gives the same answer for every request
     */
    static Set<String> check(CelExpr condition, BiConsumer<CelExpr, String> report) {
        ConditionChecks checks = new ConditionChecks(report);
        checks.walk(condition, Map.of());
        return Set.copyOf(checks.variables);
    }

    /** @param scope the variables of the loops around the expression ({@code exists}, {@code all} ...) */
    private void walk(CelExpr expr, Map<String, Domain> scope) {
        switch (expr.getKind()) {
            case NOT_SET, CONSTANT -> {}
            case IDENT -> ident(expr, scope);
            case SELECT -> walk(expr.select().operand(), scope);
            case LIST -> expr.list().elements().forEach(element -> walk(element, scope));
            case CALL -> call(expr.call(), scope);
            case COMPREHENSION -> loop(expr.comprehension(), scope);
            case STRUCT, MAP -> report.accept(expr, "a condition has no use for maps and messages");
        }
    }

    private void ident(CelExpr expr, Map<String, Domain> scope) {
        String name = expr.ident().name();
        if (scope.containsKey(name)) {
            return;
        }
        variables.add(name);
        if (Variable.named(name).isEmpty() && !TYPE_NAMES.contains(name)) {
            report.accept(expr, Nearest.unknown("variable", name, Variable.NAMES));
        }
    }

    private void loop(CelExpr.CelComprehension loop, Map<String, Domain> outer) {
        walk(loop.iterRange(), outer);
        Map<String, Domain> scope = new HashMap<>(outer);
        scope.put(loop.iterVar(), domain(loop.iterRange(), outer));
        if (!loop.iterVar2().isEmpty()) {
            scope.put(loop.iterVar2(), ANY);
        }
        scope.put(loop.accuVar(), ANY);
        for (CelExpr part : List.of(loop.accuInit(), loop.loopCondition(), loop.loopStep(), loop.result())) {
            walk(part, scope);
        }
    }

    private void call(CelExpr.CelCall call, Map<String, Domain> scope) {
        call.target().ifPresent(target -> walk(target, scope));
        call.args().forEach(arg -> walk(arg, scope));
        String function = call.function();
        if (function.equals("matches")) {
            pattern(call.args().getLast());
        }
        if (call.args().size() != 2) {
            return;
        }
        CelExpr left = call.args().get(0);
        CelExpr right = call.args().get(1);
        boolean equality = function.equals(Operator.EQUALS.getFunction())
                || function.equals(Operator.NOT_EQUALS.getFunction())
                || function.equals(Operator.IN.getFunction());
        if (equality || ORDERINGS.contains(function)) {
            compare(left, right, scope);
            compare(right, left, scope);
        }
    }

    /** Looks at {@code variable == constant}, {@code variable in [constants]} and {@code constant in variable}. */
    private void compare(CelExpr variable, CelExpr constant, Map<String, Domain> scope) {
        if (constant.getKind() == CelExpr.ExprKind.Kind.LIST) {
            constant.list().elements().forEach(element -> compare(variable, element, scope));
            return;
        }
        if (constant.getKind() != CelExpr.ExprKind.Kind.CONSTANT) {
            return;
        }
        CelConstant value = constant.constant();
        Optional<String> objection = switch (domain(variable, scope)) {
            case Domain.Any any -> Optional.empty();
            case Domain.Words words
            when value.getKind() == CelConstant.Kind.STRING_VALUE -> words.objection(value.stringValue());
            case Domain.LanguageCode code
            when value.getKind() == CelConstant.Kind.STRING_VALUE -> code.objection(value.stringValue());
            case Domain.Range range
            when value.getKind() == CelConstant.Kind.DOUBLE_VALUE ->
                range.objection(variable.ident().name(), value.doubleValue());
            case Domain.Range range
            when value.getKind() == CelConstant.Kind.INT64_VALUE ->
                range.objection(variable.ident().name(), value.int64Value());
            // A constant of another type: the type checker says so.
            case Domain.Words words -> Optional.empty();
            case Domain.LanguageCode code -> Optional.empty();
            case Domain.Range range -> Optional.empty();
        };
        objection.ifPresent(message -> report.accept(constant, message));
    }

    private static Domain domain(CelExpr expr, Map<String, Domain> scope) {
        if (expr.getKind() == CelExpr.ExprKind.Kind.IDENT) {
            String name = expr.ident().name();
            Domain bound = scope.get(name);
            return bound != null
                    ? bound
                    : Variable.named(name).map(Variable::domain).orElse(ANY);
        }
        boolean element = expr.getKind() == CelExpr.ExprKind.Kind.CALL
                && expr.call().function().equals(Operator.INDEX.getFunction());
        return element ? domain(expr.call().args().getFirst(), scope) : ANY;
    }

    private void pattern(CelExpr argument) {
        boolean literal = argument.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                && argument.constant().getKind() == CelConstant.Kind.STRING_VALUE;
        if (!literal) {
            return;
        }
        try {
            // CEL's matches() is RE2 too, so what compiles here compiles there.
            Pattern unused = Pattern.compile(argument.constant().stringValue());
        } catch (PatternSyntaxException e) {
            report.accept(argument, "not a regular expression (RE2): " + e.getDescription());
        }
    }
}
