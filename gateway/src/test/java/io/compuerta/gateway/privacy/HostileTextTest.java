package io.compuerta.gateway.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.policy.signal.pii.PiiFinding;
import io.compuerta.policy.signal.pii.PiiType;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A few hundred thousand characters of what would drive a backtracking matcher. The assertions are about the result; work that grew with
 * the square of the text would keep these tests busy for hours.
 */
class HostileTextTest {

    private static final int LENGTH = 300_000;

    private static final Function<String, List<PiiFinding>> FIRST_THREE =
            text -> text.length() < 3 ? List.of() : List.of(new PiiFinding(0, 3, PiiType.PERSON, 1, "test"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[",
                "\\",
                "\"",
                "[PERSON_",
                "PERSON_b2b2b",
                "_b2b2b2",
                "\\u005bPERSON\\u005f",
                "[PERSON\\_",
                "a",
                "Ana",
                "aaaaaaab",
                "12",
                "[1,",
                "\\\\u005b\"",
            })
    void repeatedBeginningsComeBackInBothSyntaxes(String unit) {
        String text = unit.repeat(LENGTH / unit.length());
        for (Syntax syntax : Syntax.values()) {
            Anonymized call = new Anonymizer(FIRST_THREE).anonymize(List.of(new Piece(text, syntax)), Texts.KEY);
            String safe = call.texts().getFirst();

            String restored = Texts.stream(call.vault(), syntax, Texts.oneByOne(safe));

            assertThat(syntax == Syntax.JSON ? JsonEscapes.decode(restored) : restored)
                    .isEqualTo(syntax == Syntax.JSON ? JsonEscapes.decode(text) : text);
            assertThat(call.vault().leaks(safe)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Syntax.class)
    void valuesNestedInOneAnotherComeBack(Syntax syntax) {
        String text = "ab1".repeat(20_000);
        Anonymizer anonymizer = new Anonymizer(all -> java.util.stream.IntStream.rangeClosed(1, 300)
                .mapToObj(i -> new PiiFinding(0, Math.min(all.length(), 3 * i), PiiType.ID, 1, "test"))
                .toList());

        Anonymized call = anonymizer.anonymize(List.of(new Piece(text, syntax)), Texts.KEY);

        assertThat(call.vault().leaks(call.texts().getFirst())).isEmpty();
        Restorer restorer = new Restorer(call.vault());
        String safe = call.texts().getFirst();
        assertThat(syntax == Syntax.JSON ? restorer.restoreJson(safe) : restorer.restore(safe))
                .isEqualTo(text);
    }
}
