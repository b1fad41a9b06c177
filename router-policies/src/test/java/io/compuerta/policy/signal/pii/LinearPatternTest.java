package io.compuerta.policy.signal.pii;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinearPatternTest {

    /** Only stops a hang: quadratic work on these texts takes hours. */
    private static final Duration HANG = Duration.ofSeconds(60);

    private static List<String> matches(String pattern, String text) {
        List<String> found = new ArrayList<>();
        LinearPattern.compile(pattern).find(text, (start, end) -> found.add(text.substring(start, end)));
        return found;
    }

    @Test
    void everyMatchIsFoundInOrderWhereverTheSearchIsCut() {
        for (int gap = 1; gap < 3 * LinearPattern.REACH; gap++) {
            String text = " ".repeat(gap) + "EMP-123456" + ".".repeat(gap) + "EMP-654321";

            assertThat(matches("\\bEMP-\\d{6}\\b", text)).containsExactly("EMP-123456", "EMP-654321");
        }
    }

    @Test
    void aMatchOfTheReachIsFoundWholeWhereverItStands() {
        String value = "x".repeat(LinearPattern.REACH - 2);
        for (int gap = 0; gap < 2 * LinearPattern.REACH; gap++) {
            assertThat(matches("<x+>", "-".repeat(gap) + "<" + value + "> <y>")).containsExactly("<" + value + ">");
        }
    }

    @Test
    void whatIsLongerThanTheReachIsStillCovered() {
        String text = "a" + "7".repeat(1000) + "b";

        assertThat(String.join("", matches("\\d+", text))).isEqualTo("7".repeat(1000));
    }

    @Test
    void wordsAndLinesEndWhereTheTextEnds() {
        assertThat(matches("(?m)^id \\d+$", "id 1\nid 2 \nid 3")).containsExactly("id 1", "id 3");
        assertThat(matches("\\d+$", "1 2 " + " ".repeat(500) + "34")).containsExactly("34");
        assertThat(matches("^\\d+", "12 34" + " 56".repeat(300))).containsExactly("12");
    }

    @Test
    void noCharacterOfTwoHalvesIsSplit() {
        assertThat(matches("[^a]", "a😀a")).containsExactly("😀");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a*", "a?", "^", "$", "\\b", "(a|)", "\\d*|x", "(?i)[a-z]*", "(?m)^", "\\B"})
    void aPatternThatMatchesNothingIsRefused(String pattern) {
        assertThatThrownBy(() -> LinearPattern.compile(pattern))
                .isInstanceOf(LinearPattern.Refused.class)
                .hasMessageContaining("matches the empty text");
    }

    @ParameterizedTest
    @CsvSource({
        "'((a{100}){100}){100}', repeats too much",
        "'(((((((a{9}){9}){9}){9}){9}){9}){9}){9}', repeats too much",
        "'(\\pL{1,500}){2,}', repeats too much",
        "'[', not a regular expression",
        "'a**', not a regular expression",
        "'(?<!a)b', not a regular expression",
        "'a{1001}', repeats too much",
    })
    void aPatternThatCannotBeUsedIsRefusedWithAReason(String pattern, String reason) {
        assertThatThrownBy(() -> LinearPattern.compile(pattern))
                .isInstanceOf(LinearPattern.Refused.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aPatternHasALimitedLength() {
        assertThatThrownBy(() -> LinearPattern.compile("a".repeat(501)))
                .hasMessage("the pattern has 501 characters; at most 500");
        assertThatThrownBy(() -> LinearPattern.compile("(".repeat(250) + "a" + ")".repeat(249)))
                .isInstanceOf(LinearPattern.Refused.class);
        assertThat(LinearPattern.compile("a".repeat(500))).hasToString("a".repeat(500));
    }

    @ParameterizedTest
    @CsvSource({
        "'EMP-\\d{6}', 10",
        "'[A-Z]{2}-?[0-9]{4,8}', 12",
        "'a{b}', 4",
        "'\\p{Lu}\\x{41}', 2",
        "'[]x[:alpha:]]{3}', 3",
        "'\\Q{9}\\E', 5",
        "'(ab){3}', 12"
    })
    void theSizeOfAPatternIsJudgedBeforeItIsCompiled(String pattern, long steps) {
        assertThat(PatternSize.estimate(pattern)).isEqualTo(steps);
    }

    @ParameterizedTest
    @CsvSource({
        "'\\bEMP-\\d{6}\\b', EMP-, EMP-123456",
        "'EMP?-\\d', EM, EM-1",
        "'EM(P|Q)-', '', EMQ-",
        "'EM(PQ)*-12', -12, EM-12",
        "'a😀?bc', bc, abc",
        "'a{b}cd', cd, a{b}cd",
        "'EM([)]x)-12', -12, EM)x-12",
        "'(?i)emp', '', EMP",
        "'a|b', '', b",
        "'ab{0,2}c', a, ac",
        "'ab+c', ab, abbc",
        "'a\\.b\\-c', a.b-c, a.b-c",
        "'\\x41BC', '', ABC",
        "'\\x{41}BC', BC, ABC",
        "'\\pLbcd', bcd, xbcd",
        "'\\p{Lu}bcd', bcd, Xbcd",
        "'\\101BC', '', ABC",
        "'\\Qa.b\\E', '', a.b",
        "'[abc]de[^f]gh?', de, adexg",
        "'[]a]bc', bc, ]bc",
        "'a\\tbc', bc, 'a\tbc'",
        "'x*yz', yz, yz",
        "'ñandú\\d', ñandú, ñandú7",
        "'a\\.?bc', bc, abc",
        "'a{2}bc', bc, aabc",
        "'^abc$', abc, abc"
    })
    void whatEveryMatchMustHoldIsReadOffThePattern(String pattern, String required, String match) {
        assertThat(RequiredText.of(pattern)).isEqualTo(required);
        assertThat(matches(pattern, match)).containsExactly(match);
        assertThat(match).contains(required);
    }

    @ParameterizedTest
    @CsvSource({
        "'a.*b', a",
        "'([a-z]+\\.)+com', a.",
        "'\\d+-\\d+-\\d+', 1",
        "'(1|11|111)+2', 1",
        "'.{1,20}z', q",
        "'(x+x+)+y', x",
        "'(a+)+b', a",
        "'(?:a?){30}a{30}', a",
        "'\\bEMP-\\d{6}\\b', EMP-",
        "'EMP-\\d{6}', EMP-12345",
        "'[A-Z][a-z]+( [A-Z][a-z]+)*', Ana ",
        "'\\S+@\\S+', a@"
    })
    void halfAMegabyteBuiltToHurtIsSearchedInOneGo(String pattern, String piece) {
        String text = piece.repeat(500_000 / piece.length());
        PiiScanner hurt = scanner(pattern);

        List<PiiFinding> found = assertTimeoutPreemptively(HANG, () -> hurt.scan(text));

        assertThat(found).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'.*x|a', a", "'(a|a)*b|a', a", "'\\d[^z]*z|\\d', 1"})
    void aPatternThatLooksFarAheadFromEverywhereIsGivenUpAtOnce(String pattern, String piece) {
        String text = piece.repeat(500_000);
        PiiScanner hurt = scanner(pattern);

        assertThatThrownBy(() -> assertTimeoutPreemptively(HANG, () -> hurt.scan(text)))
                .isInstanceOf(PatternRecognizer.GaveUp.class)
                .hasMessageContaining("the recognizer custom:hurt takes too long");
    }

    @Test
    void whoeverIsInterruptedSearchesNoFurther() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> matches("a", "a")).isInstanceOf(CancellationException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    /** With a context that no text has, so that matches are found and counted by nobody. */
    private static PiiScanner scanner(String pattern) {
        return PiiScanner.of(List.of(new PatternRecognizer(
                "hurt", PiiType.ID, LinearPattern.compile(pattern), Optional.empty(), List.of("nobody"), 1)));
    }
}
