package io.compuerta.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.policy.Requests;
import io.compuerta.policy.Resources;
import io.compuerta.policy.TestModels;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/policies.md} cannot go stale. */
class DocumentationTest {

    private static final String DOCUMENT = Resources.read(Path.of("..", "docs", "policies.md"));
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);

    @Test
    void everyExamplePolicyPassesItsTests() {
        List<String> examples = blocks("yaml");

        assertThat(examples).hasSize(3).allSatisfy(example -> {
            CompiledPolicy policy = PolicyCompiler.compile("docs/policies.md", example, CLOCK, TestModels.catalogue());
            assertThat(PolicyTests.run(policy, conversation -> Requests.plain()))
                    .isNotEmpty()
                    .allMatch(PolicyTests.Result::passed);
        });
    }

    @Test
    void everyRecipeCompiles() {
        List<String> recipes = blocks("cel");

        assertThat(recipes).hasSizeGreaterThan(3).allSatisfy(recipe -> {
            String policy = """
                    version: 1
                    targets: { local: { engine: qwen } }
                    rules:
                      - name: recipe
                        when: |
                          %s
                        route: local
                      - { name: rest, route: local }
                    """.formatted(recipe.strip());
            assertThat(PolicyCompiler.compile("recipe", policy, CLOCK)
                            .policies()
                            .rules())
                    .hasSize(2);
        });
    }

    @Test
    void everyVariableAndEveryWordIsNamed() {
        assertThat(Variable.values())
                .allSatisfy(variable -> assertThat(DOCUMENT).contains("| `" + variable.celName() + "` |"));
        assertThat(Arrays.stream(Variable.values()).map(Variable::domain))
                .filteredOn(Domain.Words.class::isInstance)
                .hasSize(6)
                .allSatisfy(domain -> assertThat(((Domain.Words) domain).words())
                        .allSatisfy(word -> assertThat(DOCUMENT).contains("`" + word + "`")));
    }

    private static List<String> blocks(String language) {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(DOCUMENT)
                .results()
                .map(result -> result.group(1))
                .toList();
    }
}
