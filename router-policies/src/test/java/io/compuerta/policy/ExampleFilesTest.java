package io.compuerta.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.PolicySet;
import io.compuerta.policy.money.Cost;
import io.compuerta.policy.money.PriceBook;
import io.compuerta.policy.money.PriceReader;
import io.compuerta.policy.money.TokenCount;
import io.compuerta.policy.money.TokenUsage;
import io.compuerta.policy.privacy.PrivacyAction;
import io.compuerta.policy.privacy.PrivacyReader;
import io.compuerta.policy.rule.CompiledPolicy;
import io.compuerta.policy.rule.PolicyCompiler;
import io.compuerta.policy.rule.PolicyTests;
import io.compuerta.policy.signal.Modality;
import io.compuerta.policy.signal.complexity.Task;
import io.compuerta.policy.signal.pii.Checksum;
import io.compuerta.policy.signal.pii.PiiType;
import io.compuerta.policy.signal.topic.SensitivityLevel;
import io.compuerta.policy.signal.topic.Topic;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files under {@code config/} and their schemas, as they ship. */
class ExampleFilesTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @Test
    void theExamplePolicyCompilesAndPassesItsOwnTests() {
        CompiledPolicy policy = PolicyCompiler.compile(
                "policies.yaml", Resources.read(Resources.CONFIG.resolve("policies.yaml")), CLOCK);

        List<PolicyTests.Result> results = PolicyTests.run(policy, conversation -> Requests.plain());

        assertThat(results).isNotEmpty().allMatch(PolicyTests.Result::passed);
        assertThat(policy.policies()).extracting(PolicySet::version).asString().hasSize(12);
    }

    @Test
    void theExamplePricesKnowEveryModelOfTheExamplePolicy() {
        PriceBook prices = prices();
        CompiledPolicy policy = PolicyCompiler.compile(
                "policies.yaml", Resources.read(Resources.CONFIG.resolve("policies.yaml")), CLOCK);

        List<ModelId> models = policy.document().targets().stream()
                .flatMap(target -> target.models().stream())
                .toList();

        assertThat(models)
                .hasSize(4)
                .allSatisfy(model -> assertThat(prices.cost(model, TokenUsage.of(10, 10), TokenCount.REPORTED, NOW))
                        .isInstanceOf(Cost.Priced.class));
    }

    @Test
    void aMillionTokensInAndOutOfTheBaselineCostWhatTheTableSays() {
        Cost cost = prices().cost(
                        ModelId.parse("openai/gpt-5.6-sol"),
                        TokenUsage.of(100_000, 1_000_000),
                        TokenCount.REPORTED,
                        NOW);

        assertThat(cost.amount()).hasToString("Optional[20.4]");
    }

    @ParameterizedTest
    @CsvSource({
        "policies.yaml, policies",
        "prices.yaml, prices",
        "providers.yaml, providers",
        "firewall.yaml, firewall",
        "privacy.yaml, privacy",
        "keys.example.yaml, keys"
    })
    void theSchemaAcceptsTheExample(String file, String schema) {
        assertThat(validate(schema, Resources.read(Resources.CONFIG.resolve(file))))
                .isEmpty();
        assertThat(Resources.read(Resources.CONFIG.resolve(file)))
                .startsWith("# yaml-language-server: $schema=schema/" + schema + ".schema.json\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "policies.yaml | policies | route: | rout:",
                "policies.yaml | policies | refuse | refused",
                "policies.yaml | policies | engine: qwen | engine: 3",
                "prices.yaml | prices | input: 4.00 | input: -4.00",
                "prices.yaml | prices | version: 1 | version: 2",
                "providers.yaml | providers | dialect: openai | dialect: smtp",
                "providers.yaml | providers | id: openai | id: local",
                "providers.yaml | providers | retention: 30d | retention: month",
                "providers.yaml | providers | vision: true | vison: true",
                "providers.yaml | providers | training: false | training: never",
                "firewall.yaml | firewall | default: block | default: stop",
                "firewall.yaml | firewall | actions: | action:",
                "privacy.yaml | privacy | default: pseudonymize | default: pseudonymise",
                "privacy.yaml | privacy | default: pseudonymize | NAME: mask",
                "privacy.yaml | privacy | actions: | action:",
                "keys.example.yaml | keys | sha256: 5e | sha256: 5E",
                "keys.example.yaml | keys | requests-per-day | request-per-day"
            })
    void theSchemaSeesAMistake(String file, String schema, String right, String wrong) {
        String text = Resources.read(Resources.CONFIG.resolve(file));

        assertThat(text).contains(right);
        assertThat(validate(schema, text.replace(right, wrong))).isNotEmpty();
    }

    @Test
    void theSchemaAndTheReaderAcceptTheExampleOfTheDocumentation() {
        String document = Resources.read(Resources.CONFIG.resolve("../docs/privacy.md"));
        int start = document.indexOf("```yaml\nversion: 1") + "```yaml\n".length();
        String example = document.substring(start, document.indexOf("```", start));

        assertThat(validate("privacy", example)).isEmpty();
        assertThat(PrivacyReader.read("privacy.md", example).tenants()).isEqualTo(1);
    }

    @Test
    void thePrivacySchemaKnowsEveryWordThatTheCodeKnows() {
        for (PiiType type : PiiType.values()) {
            for (String action : PrivacyAction.words()) {
                assertThat(validate("privacy", "version: 1\nactions: { " + type + ": " + action + " }"))
                        .isEmpty();
            }
        }
        for (String checksum : Checksum.words()) {
            assertThat(validate(
                            "privacy",
                            "version: 1\nrecognizers: [ { name: a, pattern: b, checksum: " + checksum + " } ]"))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("goodPolicies")
    void theSchemaAcceptsWhatTheCompilerAccepts(Path file) {
        assertThat(validate("policies", Resources.read(file))).isEmpty();
    }

    static List<Path> goodPolicies() {
        // The validator's YAML reader takes an alias for text, so that file is no test of the schema.
        return Resources.table("rule/good").stream()
                .filter(file -> !file.endsWith("anchors.yaml"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sensitivity", "topics", "pii", "modality", "task", "weekday"})
    void theSchemaKnowsEveryWordThatTheCodeKnows(String variable) {
        List<String> words = switch (variable) {
            case "sensitivity" ->
                Arrays.stream(SensitivityLevel.values())
                        .map(SensitivityLevel::word)
                        .toList();
            case "topics" -> Arrays.stream(Topic.values()).map(Topic::word).toList();
            case "task" -> Arrays.stream(Task.values()).map(Task::word).toList();
            case "weekday" ->
                Arrays.stream(DayOfWeek.values())
                        .map(value -> value.name().toLowerCase(Locale.ROOT))
                        .toList();
            case "pii" -> Arrays.stream(PiiType.values()).map(Enum::name).toList();
            default ->
                Arrays.stream(Modality.values())
                        .map(value -> value.name().toLowerCase(Locale.ROOT))
                        .toList();
        };

        assertThat(words).isNotEmpty().allSatisfy(word -> {
            boolean list = variable.equals("topics") || variable.equals("pii");
            String given = list ? "[" + word + "]" : word;
            assertThat(validate("policies", testGiving(variable, given))).isEmpty();
        });
        assertThat(validate("policies", testGiving(variable, "[nonsense]"))).isNotEmpty();
    }

    private static String testGiving(String variable, String value) {
        return """
                version: 1
                targets: { local: { engine: qwen } }
                rules: [ { name: rest, route: local } ]
                tests: [ { given: { %s: %s }, expect: { route: local } } ]
                """.formatted(variable, value);
    }

    private static PriceBook prices() {
        return PriceReader.read("prices.yaml", Resources.read(Resources.CONFIG.resolve("prices.yaml")));
    }

    private static List<Error> validate(String schema, String yaml) {
        Schema compiled = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(
                        Resources.read(Resources.CONFIG.resolve("schema/" + schema + ".schema.json")),
                        InputFormat.JSON);
        return compiled.validate(yaml, InputFormat.YAML);
    }
}
