package io.compuerta.policy.rule;

import io.compuerta.policy.decide.Caller;
import io.compuerta.policy.decide.PolicySet;
import io.compuerta.policy.decide.Situation;
import io.compuerta.policy.decide.Target;
import io.compuerta.policy.signal.Modality;
import io.compuerta.policy.signal.Role;
import io.compuerta.policy.signal.Turn;
import io.compuerta.policy.signal.complexity.ComplexityScorer;
import io.compuerta.policy.signal.complexity.Task;
import io.compuerta.policy.signal.pii.PiiType;
import io.compuerta.policy.signal.topic.SensitivityLevel;
import io.compuerta.policy.signal.topic.Topic;
import io.compuerta.policy.yaml.Nearest;
import io.compuerta.policy.yaml.YamlMapping;
import io.compuerta.policy.yaml.YamlText;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads {@code tests:}. */
final class TestReader {

    private static final String SOMEBODY = "test";
    private static final int NOON = 12;
    private static final BigDecimal LEAST_BUDGET = new BigDecimal("-1000000000");
    private static final BigDecimal MOST_BUDGET = new BigDecimal("1000000000");

    private TestReader() {}

    static List<PolicyTest> read(List<YamlMapping> entries, List<String> targets, List<String> rules) {
        List<PolicyTest> tests = new ArrayList<>();
        for (YamlMapping entry : entries) {
            entry.allow("given", "expect");
            PolicyTest.Given given = given(entry.mapping("given"));
            PolicyTest.Expected expected = expected(entry.mapping("expect"), targets, rules);
            tests.add(new PolicyTest(given, expected, entry.position()));
        }
        return tests;
    }

    private static PolicyTest.Given given(YamlMapping given) {
        given.allow(
                "text",
                "messages",
                "complexity",
                "threshold",
                "sensitivity",
                "topics",
                "pii",
                "firewall",
                "modality",
                "promptTokens",
                "language",
                "tools",
                "tenant",
                "user",
                "model",
                "task",
                "outputTokens",
                "jsonSchema",
                "hour",
                "weekday",
                "budgetLeft",
                "localQueue",
                "localWaitMs",
                "unavailable");
        Set<String> unavailable = new HashSet<>();
        given.optionalTexts("unavailable").forEach(text -> unavailable.add(text.value()));
        return new PolicyTest.Given(
                turns(given), signals(given), asked(given), caller(given), situation(given), unavailable);
    }

    private static GivenSignals signals(YamlMapping given) {
        return new GivenSignals(
                score(given, "complexity"),
                word(given, "sensitivity", SensitivityLevel.values(), SensitivityLevel::word),
                words(given, "topics", Topic.class, Topic::word),
                words(given, "pii", PiiType.class, PiiType::name),
                score(given, "firewall"),
                word(given, "modality", Modality.values(), Variable::word),
                given.optionalInteger("promptTokens", 0, Integer.MAX_VALUE).map(Long::intValue),
                language(given),
                given.optionalFlag("tools"));
    }

    private static PolicyTest.Asked asked(YamlMapping given) {
        return new PolicyTest.Asked(
                given.optionalText("model").map(YamlText::value).orElse(PolicySet.AUTO),
                word(given, "task", Task.values(), Task::word),
                count(given, "outputTokens"),
                given.optionalFlag("jsonSchema").orElse(false));
    }

    private static Caller caller(YamlMapping given) {
        return new Caller(
                given.optionalText("tenant").map(YamlText::value).orElse(SOMEBODY),
                given.optionalText("user").map(YamlText::value).orElse(SOMEBODY));
    }

    private static Situation situation(YamlMapping given) {
        int hour = given.optionalInteger("hour", 0, 23).map(Long::intValue).orElse(NOON);
        DayOfWeek weekday =
                word(given, "weekday", DayOfWeek.values(), Variable::word).orElse(DayOfWeek.WEDNESDAY);
        double budget = given.optionalDecimal("budgetLeft", LEAST_BUDGET, MOST_BUDGET)
                .map(BigDecimal::doubleValue)
                .orElse(Double.POSITIVE_INFINITY);
        return Situation.quiet(hour, weekday)
                .withBudgetLeft(budget)
                .withLocal(count(given, "localQueue"), Duration.ofMillis(count(given, "localWaitMs")))
                .withThreshold(score(given, "threshold").orElse(ComplexityScorer.DEFAULT_THRESHOLD));
    }

    private static int count(YamlMapping given, String key) {
        return given.optionalInteger(key, 0, Integer.MAX_VALUE)
                .map(Long::intValue)
                .orElse(0);
    }

    private static List<Turn> turns(YamlMapping given) {
        List<Turn> turns = new ArrayList<>();
        if (given.has("text") && given.has("messages")) {
            given.problemAt("messages", "give either 'text' or 'messages'");
        }
        given.optionalText("text").ifPresent(text -> turns.add(new Turn(Role.USER, text.value())));
        for (YamlMapping message : given.optionalMappings("messages")) {
            message.allow("role", "content");
            Optional<Role> role = word(message, "role", Role.values(), TestReader::lowerCase);
            String content = message.text("content");
            turns.add(new Turn(role.orElse(Role.USER), content));
        }
        return turns;
    }

    private static PolicyTest.Expected expected(YamlMapping expect, List<String> targets, List<String> rules) {
        expect.allow("route", "rule", "refused");
        List<String> routes = new ArrayList<>(targets);
        routes.add(Target.ASKED);
        Optional<String> route = known(expect, "route", "target", routes);
        Optional<String> rule = known(expect, "rule", "rule", rules);
        Optional<Boolean> refused = expect.optionalFlag("refused");
        if (refused.orElse(false) && expect.has("route")) {
            expect.problemAt("refused", "a refused request has no route; expect one of them");
        }
        if (expect.isSound() && expect.keys().isEmpty()) {
            expect.problem(expect.position(), "expect something. Allowed: route, rule, refused");
        }
        return new PolicyTest.Expected(route, rule, refused);
    }

    private static Optional<String> known(YamlMapping expect, String key, String kind, List<String> allowed) {
        Optional<String> name = expect.optionalText(key).map(YamlText::value);
        if (name.isPresent() && !allowed.contains(name.get())) {
            expect.problemAt(key, Nearest.unknown(kind, name.get(), allowed));
        }
        return name;
    }

    private static Optional<Double> score(YamlMapping given, String key) {
        return given.optionalDecimal(key, BigDecimal.ZERO, BigDecimal.ONE).map(BigDecimal::doubleValue);
    }

    private static Optional<String> language(YamlMapping given) {
        Optional<String> code = given.optionalText("language").map(YamlText::value);
        code.flatMap(written -> new Domain.LanguageCode().objection(written))
                .ifPresent(message -> given.problemAt("language", message));
        return code;
    }

    private static <E> Optional<E> word(YamlMapping given, String key, E[] values, Function<E, String> word) {
        return given.optionalWord(key, Variable.words(values, word)).flatMap(written -> find(values, word, written));
    }

    private static <E extends Enum<E>> Optional<Set<E>> words(
            YamlMapping given, String key, Class<E> type, Function<E, String> word) {
        if (!given.has(key)) {
            return Optional.empty();
        }
        Set<E> found = EnumSet.noneOf(type);
        for (YamlText text : given.optionalTexts(key)) {
            Optional<E> value = find(type.getEnumConstants(), word, text.value());
            value.ifPresent(found::add);
            if (value.isEmpty()) {
                List<String> allowed = Variable.words(type.getEnumConstants(), word);
                given.problem(text.position(), Nearest.unknown("value of '" + key + "':", text.value(), allowed));
            }
        }
        return Optional.of(found);
    }

    private static <E> Optional<E> find(E[] values, Function<E, String> word, String written) {
        for (E value : values) {
            if (word.apply(value).equals(written)) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    private static String lowerCase(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
