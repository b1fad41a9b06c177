package io.compuerta.policy.rule;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import io.compuerta.policy.decide.Condition;
import io.compuerta.policy.decide.Facts;

/** A compiled condition. Variables are looked up only when the expression reaches them. */
final class CelCondition implements Condition {

    private final CelRuntime.Program program;

    CelCondition(CelRuntime.Program program) {
        this.program = program;
    }

    @Override
    public Outcome test(Facts facts) {
        try {
            Object result = program.eval(name -> Variable.named(name).map(variable -> variable.in(facts)));
            return Boolean.TRUE.equals(result) ? Outcome.HOLDS : Outcome.FAILS_TO_HOLD;
        } catch (CelEvaluationException e) {
            // Its message may quote a variable's value, which can be a person's name: it goes nowhere.
            return Outcome.BROKEN;
        }
    }
}
