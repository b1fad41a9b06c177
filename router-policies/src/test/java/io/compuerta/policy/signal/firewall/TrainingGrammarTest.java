package io.compuerta.policy.signal.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TrainingGrammarTest {

    /** What an undefined name would look like; markup that is meant as text has other letters or is listed. */
    private static final Pattern NAME = Pattern.compile("<[a-z]{1,3}[a-zA-Z]{0,8}Es>");

    /** Reading fails when two grammars define a name: the second would silently fill the roots of the first. */
    @Test
    void everyNameIsDefinedOnceAndTheDrawIsTheSameForASeed() throws IOException {
        List<LabelledPrompt> drawn = new TrainingGrammar(7).draw(2);

        assertThat(drawn).isEqualTo(new TrainingGrammar(7).draw(2)).hasSizeGreaterThan(400);
        assertThat(drawn).extracting(LabelledPrompt::attack).contains(true, false);
    }

    @Test
    void noSpanishNameIsLeftUndefined() throws IOException {
        assertThat(new TrainingGrammar(3).draw(10))
                .noneMatch(prompt -> NAME.matcher(prompt.text()).find());
    }
}
