package io.compuerta.gateway.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.policy.signal.pii.PiiType;
import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VaultTest {

    private static final String NAME = "Inés Roldán";
    private static final String MAIL = "ines@correo.example";

    private final Anonymized call =
            Texts.anonymize(Map.of(NAME, PiiType.PERSON, MAIL, PiiType.EMAIL), "Soy " + NAME + ", " + MAIL);
    private final Vault vault = call.vault();

    @Test
    void nothingPrintedShowsAValue() {
        assertThat(vault.toString()).isEqualTo("Vault{PERSON=1, EMAIL=1}");
        assertThat(call.toString()).doesNotContain("Inés").doesNotContain(MAIL);
        assertThat(Piece.plain(NAME).toString()).doesNotContain("Inés");
        assertThat(Texts.KEY.toString()).isEqualTo("PlaceholderKey[...]");
        assertThat(Traceable.of(Treatment.reversible(PiiType.PERSON), NAME).toString())
                .doesNotContain("Inés");
    }

    @Test
    void aVaultCannotBeSerialised() throws Exception {
        try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> out.writeObject(vault))
                    .isInstanceOf(NotSerializableException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"content\":\"Soy Inés Roldán\"}",
                "{\"content\":\"Soy In\\u00e9s Rold\\u00E1n\"}",
                "{\"arguments\":\"{\\\"n\\\":\\\"In\\\\u00e9s Rold\\\\u00e1n\\\"}\"}",
                "{\"content\":\"hola,\\nInés Roldán\"}",
                "{\"content\":\"INÉS ROLDÁN\"}",
                "Inés Roldán",
            })
    void theLastCheckFindsANameHoweverJsonWritesIt(String body) {
        assertThat(vault.leaks(body)).containsExactly(PiiType.PERSON);
        assertThat(vault.leaks(body.getBytes(StandardCharsets.UTF_8))).containsExactly(PiiType.PERSON);
    }

    @Test
    void theLastCheckPassesWhatWasAnonymized() {
        assertThat(vault.leaks(call.texts().getFirst())).isEmpty();
        assertThat(vault.leaks("Inés Roldánez, xines")).isEmpty();
        assertThat(Vault.empty().leaks("Inés Roldán")).isEmpty();
    }

    @Test
    void valuesTooShortToMeanAnythingDoNotStopACall() {
        Anonymized short_ = Texts.anonymize(
                Map.of("Bo", PiiType.PERSON, "123", PiiType.ID, "user", PiiType.USERNAME), "Bo 123 user");

        assertThat(short_.texts().getFirst()).matches("\\[PERSON_\\w+] \\[ID_\\w+] \\[USERNAME_\\w+]");
        assertThat(short_.vault().leaks("{\"role\":\"user\",\"max_tokens\":123,\"content\":\"Bo\"}"))
                .isEmpty();
    }

    @Test
    void greetingTheModelByItsNameDoesNotStopACall() {
        Anonymized greeting = Texts.anonymize(Map.of("claude", PiiType.PERSON), "hola claude");

        assertThat(greeting.texts().getFirst()).startsWith("hola [PERSON_");
        assertThat(greeting.vault().leaks("{\"model\":\"claude-sonnet-5\"}")).isEmpty();
    }

    @Test
    void anAnswerToTheOriginalTextIsStoredWithPlaceholdersOnly() {
        String answer = "Hola, Inés Roldán: escribí a ines@correo.example.";

        String stored = vault.anonymizeAnswer(answer, Syntax.PLAIN).orElseThrow();

        assertThat(stored).matches("Hola, \\[PERSON_\\w+]: escribí a \\[EMAIL_\\w+].");
        assertThat(vault.canRestore(stored, Syntax.PLAIN)).isTrue();
        assertThat(new Restorer(vault).restore(stored)).isEqualTo(answer);
    }

    @Test
    void aShortValueIsNotStoredEither() {
        Vault shortName =
                Texts.anonymize(Map.of("Bo", PiiType.PERSON), "Soy Bo").vault();

        assertThat(shortName.anonymizeAnswer("Hola Bo, Bogotá", Syntax.PLAIN).orElseThrow())
                .matches("Hola \\[PERSON_\\w+], Bogotá");
    }

    @Test
    void aNumberInAnAnswerIsStoredInQuotesAndComesBackAsANumber() {
        Vault phone = Texts.anonymize(Map.of("612345678", PiiType.PHONE), "Llama al 612345678")
                .vault();

        String stored =
                phone.anonymizeAnswer("{\"tel\":612345678}", Syntax.JSON).orElseThrow();

        assertThat(stored).matches("\\{\"tel\":\"\\[PHONE_\\w+]\"}");
        assertThat(new Restorer(phone).restoreJson(stored)).isEqualTo("{\"tel\":612345678}");
    }

    @Test
    void anAnswerInJsonIsStoredAsJson() {
        String answer = "{\"a\":\"In\\u00e9s Roldán\"}";

        String stored = vault.anonymizeAnswer(answer, Syntax.JSON).orElseThrow();

        assertThat(stored).matches("\\{\"a\":\"\\[PERSON_\\w+]\"}");
        assertThat(new Restorer(vault).restoreJson(stored)).isEqualTo("{\"a\":\"Inés Roldán\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Gracias, INÉS ROLDÁN", "[PERSON_b2b2b2]", "el valor PERSON_b2b2b2 está libre"})
    void anAnswerThatCouldNotBeGivenBackIsNotStored(String answer) {
        assertThat(vault.anonymizeAnswer(answer, Syntax.PLAIN)).isEmpty();
    }

    @Test
    void anAnswerIsOnlyReusedByACallThatKnowsItsPlaceholders() {
        Anonymized other = Texts.anonymize(Map.of("Teo Lara", PiiType.PERSON), "Soy Teo Lara");
        String stored = call.texts().getFirst();

        assertThat(vault.canRestore(stored, Syntax.PLAIN)).isTrue();
        assertThat(other.vault().canRestore(stored, Syntax.PLAIN)).isFalse();
        assertThat(other.vault().canRestore(stored.replace("_", "\\_"), Syntax.PLAIN))
                .isFalse();
        assertThat(Vault.empty().canRestore(stored, Syntax.PLAIN)).isFalse();
        assertThat(new Restorer(other.vault()).restore(stored)).isEqualTo(stored);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Usa id_rsa, email_format y person_record",
                "ID_123456",
                "[1] y [x]",
                "",
                "address_parser = ip_header",
                "PHONE_NUMBER",
            })
    void ordinaryTextAndCodeDoNotLookLikePlaceholders(String text) {
        assertThat(Vault.empty().canRestore(text, Syntax.PLAIN)).isTrue();
    }

    @Test
    void theEgressRecordGetsTypesAndCounts() {
        assertThat(vault.counts()).isEqualTo(Map.of(PiiType.PERSON, 1, PiiType.EMAIL, 1));
        assertThat(call.types()).containsExactlyInAnyOrder(PiiType.PERSON, PiiType.EMAIL);
    }
}
