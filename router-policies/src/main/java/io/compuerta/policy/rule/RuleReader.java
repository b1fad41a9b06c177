package io.compuerta.policy.rule;

import io.compuerta.policy.decide.Condition;
import io.compuerta.policy.decide.Rule;
import io.compuerta.policy.decide.Target;
import io.compuerta.policy.yaml.Nearest;
import io.compuerta.policy.yaml.YamlMapping;
import io.compuerta.policy.yaml.YamlText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads {@code rules:} and finds rules that can never fire. */
final class RuleReader {

    private static final List<String> ON_FAILURE = List.of("refuse");

    private RuleReader() {}

    /**
     * A rule with its condition.
     *
     * @param when    empty when there is none, or when it has problems
     * @param cascade empty when there is none, or when it has problems
     * @param entry   where the rule was read from, for problems that show only later
     */
    record Read(
            PolicyRule written,
            Optional<ConditionCompiler.Compiled> when,
            Optional<CascadeReader.Written> cascade,
            YamlMapping entry) {

        /** Only for a file without problems, so that every target named is defined. */
        Rule ready(Map<String, Target> targets) {
            return new Rule(
                    written.name(),
                    when.map(ConditionCompiler.Compiled::condition).orElseGet(Condition::always),
                    Objects.requireNonNull(targets.get(written.route())),
                    written.fallback().stream()
                            .map(name -> Objects.requireNonNull(targets.get(name)))
                            .toList(),
                    written.binding(),
                    written.demand(),
                    cascade.map(way -> way.ready(targets)));
        }

        private boolean matchesEverything() {
            // An entry with a misspelt key may well mean to have a condition.
            return (!entry.has("when") && entry.isSound())
                    || when.map(ConditionCompiler.Compiled::constant).orElse(false);
        }
    }

    /** @param targets the names of all targets, those with problems included: their problems are reported already */
    static List<Read> read(List<YamlMapping> entries, Collection<String> targets) {
        List<Read> rules = new ArrayList<>();
        for (YamlMapping entry : entries) {
            Read rule = rule(entry, targets);
            checkName(rule, rules);
            checkReachable(rule, rules);
            rules.add(rule);
        }
        if (!rules.isEmpty()
                && rules.getLast().entry().has("when")
                && !rules.getLast().matchesEverything()) {
            rules.getLast()
                    .entry()
                    .problemAt("when", "the last rule must have no 'when', so that every request matches a rule");
        }
        return rules;
    }

    private static Read rule(YamlMapping entry, Collection<String> targets) {
        entry.allow("name", "when", "route", "fallback", "on-failure", "require", "cascade");
        String name = entry.text("name");
        Optional<YamlText> when = entry.optionalScalar("when");
        Optional<ConditionCompiler.Compiled> condition =
                when.flatMap(text -> ConditionCompiler.compile(text, entry::problem));
        String route = entry.text("route");
        if (!route.isEmpty() && !targets.contains(route)) {
            entry.problemAt("route", Nearest.unknown("target", route, targets));
        }
        boolean binding = entry.optionalWord("on-failure", ON_FAILURE).isPresent();
        List<String> fallback = fallback(entry, route, targets);
        if (binding && entry.has("fallback")) {
            entry.problemAt(
                    "fallback", "a rule with 'on-failure: refuse' cannot have a fallback: it allows no other target");
        }
        PolicyRule written = new PolicyRule(
                name,
                when.map(YamlText::value),
                route,
                fallback,
                binding,
                DemandReader.read(entry, "require"),
                entry.position());
        return new Read(written, condition, CascadeReader.read(entry), entry);
    }

    private static List<String> fallback(YamlMapping entry, String route, Collection<String> targets) {
        List<String> names = new ArrayList<>();
        for (YamlText text : entry.optionalTexts("fallback")) {
            String name = text.value();
            if (name.equals(route)) {
                entry.problem(text.position(), "the fallback '" + name + "' is the rule's own target");
            } else if (names.contains(name)) {
                entry.problem(text.position(), "the fallback '" + name + "' is named twice");
            } else if (!targets.contains(name)) {
                entry.problem(text.position(), Nearest.unknown("target", name, targets));
            }
            names.add(name);
        }
        return names;
    }

    private static void checkName(Read rule, List<Read> earlier) {
        for (Read other : earlier) {
            String name = rule.written().name();
            if (!name.isEmpty() && name.equals(other.written().name())) {
                rule.entry().problemAt("name", "a rule named '" + name + "' stands on " + line(other) + " already");
            }
        }
    }

    private static void checkReachable(Read rule, List<Read> earlier) {
        for (Read other : earlier) {
            boolean hidden = other.when().isPresent()
                    && rule.when().isPresent()
                    && other.when().get().shape().covers(rule.when().get().shape());
            if (other.matchesEverything() || hidden) {
                String why = other.matchesEverything()
                        ? " has no condition and takes every request"
                        : " takes every request that matches this condition";
                rule.entry()
                        .problem(
                                rule.entry().position(),
                                "rule '" + rule.written().name() + "' is never reached: rule '"
                                        + other.written().name() + "' on " + line(other) + why);
                return;
            }
        }
    }

    private static String line(Read rule) {
        return "line " + rule.written().position().line();
    }
}
