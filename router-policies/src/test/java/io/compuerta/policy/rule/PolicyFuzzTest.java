package io.compuerta.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.compuerta.policy.Resources;
import io.compuerta.policy.yaml.ConfigException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is in the file, it compiles or it is told what is wrong: no other exception gets out. */
class PolicyFuzzTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);
    private static final String EXAMPLE = Resources.read(Resources.CONFIG.resolve("policies.yaml"));
    private static final String CHARACTERS = " \n\r\t:-{}[]\"'#&*!|>%@`,?=()a0.\u0000\u00e9\ud83d\ude00\ufeff";
    private static final String[] TOKENS = {
        "complexity",
        "sensitivity",
        "topics",
        "pii",
        "hour",
        "user",
        "tools",
        "nothing",
        "0.6",
        "3",
        "\"health\"",
        "\"x\"",
        "[",
        "]",
        "(",
        ")",
        "{",
        "}",
        "&&",
        "||",
        "!",
        "==",
        "!=",
        "<",
        ">=",
        "in",
        "+",
        "/",
        "-",
        "?",
        ":",
        ".",
        ",",
        ".exists(t, t == ",
        ".matches(",
        "size(",
        "true",
        "null",
        "'",
        "\\",
        "b'x'",
        "1u",
        "duration('1s')",
        "has("
    };

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aDamagedFileIsToldWhatIsWrong(long seed) {
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < 150; i++) {
            StringBuilder text = new StringBuilder(EXAMPLE);
            for (int damage = random.nextInt(5); damage >= 0; damage--) {
                int at = random.nextInt(text.length());
                char other = CHARACTERS.charAt(random.nextInt(CHARACTERS.length()));
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, other);
                    default -> text.setCharAt(at, other);
                }
            }
            refused += isRefused(text.toString(), seed) ? 1 : 0;
        }

        assertThat(refused).isGreaterThan(50);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aRandomConditionIsToldWhatIsWrong(long seed) {
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < 150; i++) {
            StringBuilder condition = new StringBuilder();
            for (int tokens = random.nextInt(9); tokens >= 0; tokens--) {
                condition.append(TOKENS[random.nextInt(TOKENS.length)]).append(' ');
            }
            String text = """
                    version: 1
                    targets: { local: { engine: qwen } }
                    rules:
                      - name: random
                        when: |
                          %s
                        route: local
                      - { name: rest, route: local }
                    """.formatted(condition);
            refused += isRefused(text, seed) ? 1 : 0;
        }

        assertThat(refused).isGreaterThan(50);
    }

    private static boolean isRefused(String text, long seed) {
        try {
            PolicyCompiler.compile("p.yaml", text, CLOCK);
            return false;
        } catch (ConfigException e) {
            assertThat(e.problems()).allSatisfy(problem -> {
                assertThat(problem.line()).isPositive();
                assertThat(problem.column()).isPositive();
                assertThat(problem.message()).isNotBlank();
            });
            return true;
        } catch (RuntimeException | StackOverflowError e) {
            return fail("seed " + seed + " let out an exception for:\n" + text, e);
        }
    }
}
