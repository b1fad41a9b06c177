package io.compuerta.policy.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TokenEstimateTest {

    @Test
    void proseCostsAboutAFifthToAThirdOfItsCharacters() {
        String english = "The quarterly report shows that revenue grew in every region except the north. ".repeat(50);
        String spanish = "El informe trimestral muestra que los ingresos crecieron en todas las regiones. ".repeat(50);

        assertThat(TokenEstimate.of(english)).isBetween(english.length() / 6, english.length() / 4);
        assertThat(TokenEstimate.of(spanish)).isBetween(spanish.length() / 6, spanish.length() / 3);
    }

    @Test
    void chineseCostsNearlyATokenACharacter() {
        String chinese = "我们的退款政策是什么".repeat(20);

        assertThat(TokenEstimate.of(chinese)).isBetween(chinese.length() / 2, chinese.length());
    }

    @Test
    void nothingCostsNothing() {
        assertThat(TokenEstimate.of("")).isZero();
    }

    @Test
    void longerTextNeverCostsLess() {
        String text = "Pedido 20331: 4 x 12,50 €; total (IVA incluido) = 60,50.\n\tGracias — 谢谢";
        for (int i = 1; i <= text.length(); i++) {
            assertThat(TokenEstimate.of(text.substring(0, i)))
                    .isGreaterThanOrEqualTo(TokenEstimate.of(text.substring(0, i - 1)));
        }
    }

    @Test
    void everyTurnAddsWhatTheTemplateAdds() {
        Conversation two =
                new Conversation(List.of(new Turn(Role.USER, ""), new Turn(Role.ASSISTANT, "")), Modality.TEXT, false);

        assertThat(TokenEstimate.of(two)).isEqualTo(10);
    }
}
