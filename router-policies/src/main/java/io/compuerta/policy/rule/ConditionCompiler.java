package io.compuerta.policy.rule;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelExpr;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import io.compuerta.policy.decide.Condition;
import io.compuerta.policy.yaml.Position;
import io.compuerta.policy.yaml.YamlText;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** From the text after {@code when:} to a condition, or to problems at their places in the file. */
final class ConditionCompiler {

    /**
     * @param shape     for comparing conditions with each other
     * @param variables those it looks at
     */
    record Compiled(Condition condition, Shape shape, Set<String> variables) {

        /** Whether it holds for every request, as {@code true} does. */
        boolean constant() {
            return variables.isEmpty();
        }
    }

    private final YamlText text;
    private final BiConsumer<Position, String> report;
    private boolean sound = true;

    private ConditionCompiler(YamlText text, BiConsumer<Position, String> report) {
        this.text = text;
        this.report = report;
    }

    /** @return empty when a problem was reported */
    static Optional<Compiled> compile(YamlText text, BiConsumer<Position, String> report) {
        return new ConditionCompiler(text, report).compile();
    }

    private Optional<Compiled> compile() {
        CelValidationResult parsing = Cel.parse(text.value());
        if (parsing.hasError()) {
            // After the first syntax error the rest is the parser's guesswork.
            CelIssue first = parsing.getErrors().getFirst();
            problem(first.getSourceLocation(), CelMessages.ofSyntax(first.getMessage(), text.value()));
            return Optional.empty();
        }
        try {
            CelAbstractSyntaxTree parsed = parsing.getAst();
            Set<String> variables =
                    ConditionChecks.check(parsed.getExpr(), (expr, message) -> problem(place(parsed, expr), message));
            return sound ? check(parsed, variables) : Optional.empty();
        } catch (CelValidationException | CelEvaluationException e) {
            problem(CelSourceLocation.of(1, 0), "this condition cannot be compiled");
            return Optional.empty();
        }
    }

    private Optional<Compiled> check(CelAbstractSyntaxTree parsed, Set<String> variables)
            throws CelValidationException, CelEvaluationException {
        CelValidationResult checking = Cel.check(parsed);
        if (checking.hasError()) {
            checking.getErrors()
                    .forEach(issue -> problem(issue.getSourceLocation(), CelMessages.ofType(issue.getMessage())));
            return Optional.empty();
        }
        CelRuntime.Program program = Cel.program(checking.getAst());
        if (variables.isEmpty() && !holds(program)) {
            problem(CelSourceLocation.of(1, 0), "this condition never holds: it looks at nothing of the request");
            return Optional.empty();
        }
        return Optional.of(new Compiled(new CelCondition(program), Shape.of(parsed.getExpr()), variables));
    }

    private static boolean holds(CelRuntime.Program program) {
        try {
            return Boolean.TRUE.equals(program.eval());
        } catch (CelEvaluationException e) {
            return false;
        }
    }

    private static CelSourceLocation place(CelAbstractSyntaxTree parsed, CelExpr expr) {
        Integer offset = parsed.getSource().getPositionsMap().get(expr.id());
        return Optional.ofNullable(offset)
                .flatMap(parsed.getSource()::getOffsetLocation)
                .orElse(CelSourceLocation.of(1, 0));
    }

    /** CEL counts lines from 1 and columns from 0. */
    private void problem(CelSourceLocation at, String message) {
        sound = false;
        report.accept(text.at(new Position(Math.max(1, at.getLine()), Math.max(0, at.getColumn()) + 1)), message);
    }
}
