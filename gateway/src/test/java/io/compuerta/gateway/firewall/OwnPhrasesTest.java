package io.compuerta.gateway.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OwnPhrasesTest {

    private static final OwnPhrases PHRASES = new OwnPhrases(List.of("ignore this form", "Olvida lo anterior."));

    @Test
    void blanksToTheLetterAtTheSameLength() {
        String text = "Please ignore this form. Olvida lo anterior. Gracias";

        assertThat(PHRASES.blanked(text))
                .hasSameSizeAs(text)
                .isEqualTo("Please                 .                     Gracias");
    }

    @Test
    void wholeWordsOnlyAndNoOtherSpelling() {
        for (String text : List.of("ignore this formula", "Ignore This Form", "signore this form", "")) {
            assertThat(PHRASES.blanked(text)).isSameAs(text);
        }
    }
}
