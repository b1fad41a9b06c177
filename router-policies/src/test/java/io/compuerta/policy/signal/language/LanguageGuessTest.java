package io.compuerta.policy.signal.language;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageGuessTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            es | ¿Cuál es la política de cancelación?
            es | Necesito saber cuando llega mi pedido
            es | Quiero cambiar la fecha de la reserva
            en | What is your refund policy?
            en | Where can I find the invoice for last month?
            en | Prove that there are infinitely many primes
            pt | Qual é a política de cancelamento?
            pt | Preciso alterar a data da minha reserva, você pode ajudar?
            fr | Quelle est votre politique d'annulation ?
            fr | Je voudrais changer la date de ma réservation
            de | Wie kann ich meine Bestellung stornieren?
            de | Ich möchte das Datum der Buchung ändern
            it | Qual è la politica di cancellazione?
            it | Vorrei cambiare la data della prenotazione
            ca | Quina és la política de cancel·lació?
            ca | Vull canviar la data de la meva reserva, si us plau
            zh | 你们的取消政策是什么?
            ja | キャンセルポリシーは何ですか?
            ru | Какие у вас правила отмены?
            ar | ما هي سياسة الإلغاء؟
            """)
    void guessesTheLanguageOfAQuestion(String language, String text) {
        assertThat(LanguageGuess.of(text)).isEqualTo(language);
    }

    @ParameterizedTest
    @CsvSource({"OK", "12345", "iPhone 15", "''", "???"})
    void doesNotGuessWhenThereIsTooLittle(String text) {
        assertThat(LanguageGuess.of(text)).isEqualTo(LanguageGuess.UNDETERMINED);
    }

    @Test
    void oneForeignNameDoesNotChangeTheLanguage() {
        assertThat(LanguageGuess.of("When does the shop in Núñez de Balboa open on Sundays?"))
                .isEqualTo("en");
    }
}
