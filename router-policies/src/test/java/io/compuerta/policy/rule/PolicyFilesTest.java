package io.compuerta.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.compuerta.policy.Requests;
import io.compuerta.policy.Resources;
import io.compuerta.policy.TestModels;
import io.compuerta.policy.yaml.ConfigException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tables of policy files: each good one carries {@code tests:} that must pass, each broken one ends with the exact
 * places and words of its problems. The models they name are those of {@link TestModels}.
 */
class PolicyFilesTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);

    static List<Path> good() {
        return Resources.table("rule/good");
    }

    static List<Path> broken() {
        return Resources.table("rule/broken");
    }

    @ParameterizedTest
    @MethodSource("good")
    void aGoodFilePassesItsOwnTests(Path file) {
        CompiledPolicy policy = PolicyCompiler.compile(
                file.getFileName().toString(), Resources.read(file), CLOCK, TestModels.catalogue());

        List<PolicyTests.Result> results = PolicyTests.run(policy, conversation -> Requests.plain());

        assertThat(results)
                .isNotEmpty()
                .allSatisfy(result ->
                        assertThat(result.passed()).as(result.toString()).isTrue());
    }

    @ParameterizedTest
    @MethodSource("broken")
    void aBrokenFileIsToldWhereAndWhy(Path file) {
        // A variable added to the language must not touch a dozen files.
        List<String> expected = Resources.expectedProblems(file).stream()
                .map(problem -> problem.replace("{variables}", String.join(", ", Variable.NAMES)))
                .toList();
        ConfigException thrown = catchThrowableOfType(
                ConfigException.class,
                () -> PolicyCompiler.load(
                        "p.yaml",
                        Resources.read(file),
                        CLOCK,
                        TestModels.catalogue(),
                        conversation -> Requests.plain()));

        assertThat(expected).isNotEmpty();
        assertThat(thrown).isNotNull();
        assertThat(thrown.problems())
                .extracting(problem -> problem.line() + ":" + problem.column() + ": " + problem.message())
                .containsExactlyElementsOf(expected);
    }

    @Test
    void anEmptyFileIsSaidToBeEmpty() {
        ConfigException thrown =
                catchThrowableOfType(ConfigException.class, () -> PolicyCompiler.compile("policies.yaml", "", CLOCK));

        assertThat(thrown).hasMessage("policies.yaml:1:1: the file is empty");
    }

    @Test
    void theTablesAreNotLost() {
        assertThat(good()).hasSizeGreaterThan(25);
        assertThat(broken()).hasSizeGreaterThan(135);
    }
}
