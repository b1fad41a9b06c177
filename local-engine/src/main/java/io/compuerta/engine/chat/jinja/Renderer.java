package io.compuerta.engine.chat.jinja;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Carries statements out, once. */
final class Renderer {

    /** How a body ended. */
    private enum Flow {
        ON,
        BREAK,
        CONTINUE
    }

    private final Budget budget;
    private final Evaluator evaluator;
    private final Scope globals = new Scope(null);

    Renderer(Budget budget, Map<String, Object> variables) {
        this.budget = budget;
        this.evaluator = new Evaluator(budget);
        Functions.all(budget).forEach(globals::set);
        variables.forEach(globals::set);
    }

    String render(List<Statement> template) {
        StringBuilder out = new StringBuilder();
        run(template, globals, out);
        return out.toString();
    }

    private Flow run(List<Statement> body, Scope scope, StringBuilder out) {
        for (Statement statement : body) {
            budget.enter();
            Flow flow = switch (statement) {
                case Statement.Data s -> write(s.text(), out);
                case Statement.Print s -> write(Values.text(evaluator.value(s.value(), scope), budget), out);
                case Statement.If s -> choose(s, scope, out);
                case Statement.For s -> loop(s, scope, out);
                case Statement.Set s -> assign(s.targets(), evaluator.value(s.value(), scope), scope);
                case Statement.SetMember s -> member(s, scope);
                case Statement.SetBlock s -> {
                    StringBuilder text = new StringBuilder();
                    run(s.body(), scope, text);
                    scope.set(s.target(), text.toString());
                    yield Flow.ON;
                }
                case Statement.Macro s -> {
                    scope.set(s.name(), macro(s, scope));
                    yield Flow.ON;
                }
                case Statement.Break s -> Flow.BREAK;
                case Statement.Continue s -> Flow.CONTINUE;
            };
            budget.leave();
            if (flow != Flow.ON) {
                return flow;
            }
        }
        return Flow.ON;
    }

    private Flow write(String text, StringBuilder out) {
        budget.take(text.length());
        out.append(text);
        return Flow.ON;
    }

    private Flow choose(Statement.If choice, Scope scope, StringBuilder out) {
        for (Statement.Branch branch : choice.branches()) {
            Expression condition = branch.condition();
            if (condition == null || evaluator.isTrue(condition, scope)) {
                return run(branch.body(), scope, out);
            }
        }
        return Flow.ON;
    }

    private static Flow assign(List<String> targets, Object value, Scope scope) {
        if (targets.size() == 1) {
            scope.set(targets.getFirst(), value);
            return Flow.ON;
        }
        List<Object> parts = Values.elements(value);
        if (parts.size() != targets.size()) {
            throw new JinjaException(parts.size() + " values were given for " + targets.size() + " names");
        }
        for (int i = 0; i < parts.size(); i++) {
            scope.set(targets.get(i), parts.get(i));
        }
        return Flow.ON;
    }

    private Flow member(Statement.SetMember set, Scope scope) {
        if (!(scope.get(set.target()) instanceof Namespace space)) {
            throw new JinjaException("'" + set.target() + "' is not a namespace");
        }
        space.set(set.member(), evaluator.value(set.value(), scope));
        return Flow.ON;
    }

    private Flow loop(Statement.For loop, Scope scope, StringBuilder out) {
        List<Object> elements = new ArrayList<>();
        for (Object element : Values.elements(evaluator.value(loop.iterable(), scope))) {
            Scope inside = new Scope(scope);
            assign(loop.targets(), element, inside);
            Expression condition = loop.condition();
            if (condition == null || evaluator.isTrue(condition, inside)) {
                elements.add(element);
            }
            budget.take(1);
        }
        if (elements.isEmpty()) {
            return run(loop.otherwise(), scope, out);
        }
        for (int i = 0; i < elements.size(); i++) {
            Scope inside = new Scope(scope);
            inside.set("loop", about(elements, i));
            assign(loop.targets(), elements.get(i), inside);
            if (run(loop.body(), inside, out) == Flow.BREAK) {
                break;
            }
        }
        return Flow.ON;
    }

    private static Map<String, Object> about(List<Object> elements, int i) {
        int size = elements.size();
        Map<String, Object> loop = new HashMap<>();
        loop.put("index", i + 1L);
        loop.put("index0", (long) i);
        loop.put("revindex", (long) size - i);
        loop.put("revindex0", size - i - 1L);
        loop.put("first", i == 0);
        loop.put("last", i == size - 1);
        loop.put("length", (long) size);
        loop.put("previtem", i == 0 ? Absent.UNDEFINED : elements.get(i - 1));
        loop.put("nextitem", i == size - 1 ? Absent.UNDEFINED : elements.get(i + 1));
        loop.put("cycle", (Callable) (positional, named) -> {
            if (positional.isEmpty()) {
                throw new JinjaException("'cycle' needs values");
            }
            return positional.get(i % positional.size());
        });
        return loop;
    }

    /** A macro sees the template's own names, not those of its caller. */
    private Callable macro(Statement.Macro macro, Scope home) {
        return (positional, named) -> {
            if (positional.size() > macro.parameters().size()) {
                throw new JinjaException("the macro '" + macro.name() + "' is given too many arguments");
            }
            Scope inside = new Scope(home);
            for (int i = 0; i < macro.parameters().size(); i++) {
                Statement.Parameter parameter = macro.parameters().get(i);
                Expression preset = parameter.preset();
                Object value = i < positional.size() ? positional.get(i) : named.get(parameter.name());
                if (value == null) {
                    value = preset == null ? Absent.UNDEFINED : evaluator.value(preset, inside);
                }
                inside.set(parameter.name(), value);
            }
            StringBuilder text = new StringBuilder();
            run(macro.body(), inside, text);
            return text.toString();
        };
    }
}
