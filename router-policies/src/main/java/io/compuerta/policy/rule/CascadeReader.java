package io.compuerta.policy.rule;

import io.compuerta.policy.decide.Cascade;
import io.compuerta.policy.decide.Doubt;
import io.compuerta.policy.decide.Target;
import io.compuerta.policy.yaml.Nearest;
import io.compuerta.policy.yaml.YamlMapping;
import io.compuerta.policy.yaml.YamlText;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads a rule's {@code cascade:}. */
final class CascadeReader {

    private static final int USUAL_TOKENS = 24;
    private static final BigDecimal USUAL_MEAN = new BigDecimal("-1.2");
    private static final BigDecimal LEAST_LOGPROB = BigDecimal.valueOf(-100);

    private CascadeReader() {}

    /** A cascade as written. */
    record Written(YamlText to, Doubt doubt) {

        /** Only for a file without problems. */
        Cascade ready(Map<String, Target> targets) {
            return new Cascade((Target.Premium) Objects.requireNonNull(targets.get(to.value())), doubt);
        }
    }

    /** Empty when the rule has none, or when it has problems. */
    static Optional<Written> read(YamlMapping rule) {
        Optional<YamlMapping> section = rule.optionalMapping("cascade");
        if (section.isEmpty()) {
            return Optional.empty();
        }
        if (rule.has("on-failure")) {
            rule.problemAt(
                    "cascade", "a rule with 'on-failure: refuse' cannot have a cascade: it allows no other target");
        }
        YamlMapping entry = section.get().allow("to", "after-tokens", "min-mean-logprob", "min-logprob", "refusals");
        Optional<YamlText> to = entry.placedText("to");
        int tokens = entry.optionalInteger("after-tokens", Doubt.LEAST_TOKENS, Doubt.MOST_TOKENS)
                .map(Long::intValue)
                .orElse(USUAL_TOKENS);
        BigDecimal mean = entry.optionalDecimal("min-mean-logprob", LEAST_LOGPROB, BigDecimal.ZERO)
                .orElse(USUAL_MEAN);
        Optional<BigDecimal> lowest = entry.optionalDecimal("min-logprob", LEAST_LOGPROB, BigDecimal.ZERO);
        boolean refusals = entry.optionalFlag("refusals").orElse(true);
        Doubt doubt = new Doubt(
                tokens,
                OptionalDouble.of(mean.doubleValue()),
                lowest.map(value -> OptionalDouble.of(value.doubleValue())).orElseGet(OptionalDouble::empty),
                refusals);
        return to.map(name -> new Written(name, doubt));
    }

    /** What shows only when all targets are known: a cascade leads from the engine to models outside. */
    static void check(List<RuleReader.Read> rules, Map<String, Target> targets, List<String> names) {
        for (RuleReader.Read rule : rules) {
            rule.cascade().ifPresent(cascade -> check(rule, cascade.to(), targets, names));
        }
    }

    private static void check(RuleReader.Read rule, YamlText to, Map<String, Target> targets, List<String> names) {
        if (!names.contains(to.value())) {
            rule.entry().problem(to.position(), Nearest.unknown("target", to.value(), names));
        } else if (targets.get(to.value()) instanceof Target.Engine) {
            rule.entry()
                    .problem(
                            to.position(),
                            "a cascade leads to a target with 'models', and '" + to.value() + "' is an engine");
        }
        if (targets.get(rule.written().route()) instanceof Target.Premium) {
            rule.entry()
                    .problemAt(
                            "cascade",
                            "a cascade needs a route with an 'engine', and '"
                                    + rule.written().route() + "' has models outside");
        }
    }
}
