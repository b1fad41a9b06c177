package io.compuerta.policy.rule;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import io.compuerta.policy.decide.Facts;
import io.compuerta.policy.signal.Modality;
import io.compuerta.policy.signal.complexity.Task;
import io.compuerta.policy.signal.pii.PiiType;
import io.compuerta.policy.signal.topic.SensitivityLevel;
import io.compuerta.policy.signal.topic.Topic;
import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a condition can look at. The names are part of the policy file's format ({@code docs/policies.md}). */
enum Variable {
    COMPLEXITY(
            "complexity",
            SimpleType.DOUBLE,
            new Domain.Range(0, 1, 1),
            facts -> facts.signals().complexity().score()),
    THRESHOLD(
            "threshold",
            SimpleType.DOUBLE,
            new Domain.Range(0, 1, 1),
            facts -> facts.situation().threshold()),
    SENSITIVITY(
            "sensitivity",
            SimpleType.STRING,
            new Domain.Words("sensitivity", words(SensitivityLevel.values(), SensitivityLevel::word)),
            facts -> facts.signals().sensitivity().level().word()),
    TOPICS(
            "topics",
            ListType.create(SimpleType.STRING),
            new Domain.Words("topic", words(Topic.values(), Topic::word)),
            facts -> facts.signals().sensitivity().topics().stream()
                    .sorted()
                    .map(Topic::word)
                    .toList()),
    PII(
            "pii",
            ListType.create(SimpleType.STRING),
            new Domain.Words("type of personal data", words(PiiType.values(), PiiType::name)),
            facts -> facts.signals().pii().stream().sorted().map(PiiType::name).toList()),
    FIREWALL(
            "firewall",
            SimpleType.DOUBLE,
            new Domain.Range(0, 1, 1),
            facts -> facts.signals().firewall().score()),
    MODALITY(
            "modality",
            SimpleType.STRING,
            new Domain.Words("modality", words(Modality.values(), Variable::word)),
            facts -> word(facts.signals().modality())),
    PROMPT_TOKENS("promptTokens", SimpleType.INT, new Domain.Any(), facts ->
            (long) facts.signals().promptTokens()),
    LANGUAGE(
            "language",
            SimpleType.STRING,
            new Domain.LanguageCode(),
            facts -> facts.signals().language()),
    TOOLS("tools", SimpleType.BOOL, new Domain.Any(), facts -> facts.signals().tools()),
    TENANT(
            "tenant",
            SimpleType.STRING,
            new Domain.Any(),
            facts -> facts.caller().tenant()),
    USER("user", SimpleType.STRING, new Domain.Any(), facts -> facts.caller().user()),
    MODEL("model", SimpleType.STRING, new Domain.Any(), facts -> facts.ask().model()),
    TASK(
            "task",
            SimpleType.STRING,
            new Domain.Words("task", words(Task.values(), Task::word)),
            facts -> facts.ask().task().word()),
    TURNS("turns", SimpleType.INT, new Domain.Any(), facts -> (long) facts.ask().turns()),
    OUTPUT_TOKENS("outputTokens", SimpleType.INT, new Domain.Any(), facts ->
            (long) facts.ask().outputTokens()),
    CONTEXT_TOKENS("contextTokens", SimpleType.INT, new Domain.Any(), Facts::contextTokens),
    JSON_SCHEMA(
            "jsonSchema",
            SimpleType.BOOL,
            new Domain.Any(),
            facts -> facts.ask().jsonSchema()),
    // "hour < 24" always holds, but it is the natural way to write "until midnight".
    HOUR("hour", SimpleType.INT, new Domain.Range(0, 23, 24), facts ->
            (long) facts.situation().hour()),
    WEEKDAY(
            "weekday",
            SimpleType.STRING,
            new Domain.Words("weekday", words(DayOfWeek.values(), Variable::word)),
            facts -> word(facts.situation().weekday())),
    BUDGET_LEFT(
            "budgetLeft",
            SimpleType.DOUBLE,
            new Domain.Any(),
            facts -> facts.situation().budgetLeft()),
    LOCAL_QUEUE("localQueue", SimpleType.INT, new Domain.Any(), facts ->
            (long) facts.situation().localQueue()),
    LOCAL_WAIT(
            "localWaitMs",
            SimpleType.INT,
            new Domain.Any(),
            facts -> facts.situation().localWait().toMillis()),
    HEALTHY(
            "healthy",
            ListType.create(SimpleType.STRING),
            new Domain.Any(),
            facts -> facts.situation().healthy().stream().sorted().toList());

    private static final Map<String, Variable> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Variable::celName, Function.identity()));

    /** In the order of this enum, as documents and messages list them. */
    static final List<String> NAMES =
            Arrays.stream(values()).map(Variable::celName).toList();

    private final String celName;
    private final CelType type;
    private final Domain domain;
    private final Function<Facts, Object> value;

    Variable(String celName, CelType type, Domain domain, Function<Facts, Object> value) {
        this.celName = celName;
        this.type = type;
        this.domain = domain;
        this.value = value;
    }

    String celName() {
        return celName;
    }

    CelType type() {
        return type;
    }

    Domain domain() {
        return domain;
    }

    Object in(Facts facts) {
        return value.apply(facts);
    }

    static Optional<Variable> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    static String word(DayOfWeek day) {
        return day.name().toLowerCase(Locale.ROOT);
    }

    static String word(Modality modality) {
        return modality.name().toLowerCase(Locale.ROOT);
    }

    static <E> List<String> words(E[] values, Function<E, String> word) {
        return Arrays.stream(values).map(word).toList();
    }
}
