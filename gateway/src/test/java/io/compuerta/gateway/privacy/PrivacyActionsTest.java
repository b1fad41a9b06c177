package io.compuerta.gateway.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.gateway.pipeline.AnonymizedCall;
import io.compuerta.gateway.pipeline.DetectorPool;
import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.gateway.pipeline.InspectedCall;
import io.compuerta.gateway.testing.Calls;
import io.compuerta.gateway.testing.Chat;
import io.compuerta.policy.decide.Placement;
import io.compuerta.policy.privacy.PrivacyAction;
import io.compuerta.policy.privacy.PrivacyReader;
import io.compuerta.policy.privacy.PrivacyRules;
import io.compuerta.policy.signal.firewall.FirewallVerdict;
import io.compuerta.policy.signal.pii.PiiType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What becomes of values that the rules treat otherwise than by a placeholder. */
class PrivacyActionsTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PHONE = "+34 612 345 678";
    private static final String MAILBOX = "ana.gil@correo.example";

    private static PrivacyRules rules(String yaml) {
        return PrivacyReader.read("privacy.yaml", "version: 1\n" + yaml).rules("acme");
    }

    private static Anonymized anonymize(String yaml, String... texts) {
        return Anonymizer.following(rules(yaml))
                .anonymize(List.of(texts).stream().map(Piece::plain).toList(), Texts.KEY);
    }

    private static String only(Anonymized call) {
        return call.texts().getFirst();
    }

    @Test
    void aMaskLeavesSeparatorsAndNothingToRestore() {
        Anonymized call = anonymize("actions: { PHONE: mask }", "Llama al " + PHONE + " o escribe a " + MAILBOX);

        assertThat(only(call)).matches("Llama al \\+\\*\\* \\*{3} \\*{3} \\*{3} o escribe a \\[EMAIL_\\w+]");
        assertThat(new Restorer(call.vault()).restore(only(call)))
                .isEqualTo("Llama al +** *** *** *** o escribe a " + MAILBOX);
        assertThat(call.vault().counts()).isEqualTo(Map.of(PiiType.PHONE, 1, PiiType.EMAIL, 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PERSON | Inés Roldán-Gil | **** ******-***",
                "EMAIL | a_1@b.example | *_*@*.*******",
                "SECRET | p@ss w0rd! | **** *****",
                "PERSON | 李小龙 | ***",
                "ADDRESS | C/ Mayor 1 \"A\" \\n | */ ***** * *** **",
                "PERSON | 😀a | **"
            })
    void ofASecretNoPunctuationStays(PiiType type, String value, String masked) {
        assertThat(Asterisks.mask(type, value)).isEqualTo(masked);
    }

    @Test
    void aMaskedNumberInJsonIsStillJson() {
        String source = "{\"tel\":612345678,\"who\":\"call \\\"612 345 678\\\"\\nnow\",\"n\":7}";
        Anonymized call = Anonymizer.following(rules("actions: { PHONE: mask }"))
                .anonymize(List.of(Piece.json(source)), Texts.KEY);

        var read = JSON.readTree(only(call));
        assertThat(read.path("tel").stringValue()).isEqualTo("*********");
        assertThat(read.path("who").stringValue()).isEqualTo("call \"*** *** ***\"\nnow");
        assertThat(read.path("n").intValue()).isEqualTo(7);
    }

    @Test
    void aDigestIsTheSameInEveryConversationOfATenantAndInNoOther() {
        String first = only(anonymize("actions: { EMAIL: hash }", MAILBOX));
        String again =
                only(anonymize("actions: { EMAIL: hash }", "Otra vez " + MAILBOX.toUpperCase(java.util.Locale.ROOT)));
        String elsewhere = only(Anonymizer.following(rules("actions: { EMAIL: hash }"))
                .anonymize(List.of(Piece.plain(MAILBOX)), PlaceholderKey.derive(Texts.MASTER, "globex", "")));

        assertThat(first).matches("\\[EMAIL-[2-9a-z]{16}]");
        assertThat(again).isEqualTo("Otra vez " + first);
        assertThat(elsewhere).matches("\\[EMAIL-[2-9a-z]{16}]").isNotEqualTo(first);
    }

    @Test
    void aDigestIsNeverRestoredNorTakenForAPlaceholder() {
        Anonymized call = anonymize("actions: { EMAIL: hash }", "A " + MAILBOX);

        assertThat(new Restorer(call.vault()).restore(only(call))).isEqualTo(only(call));
        assertThat(Vault.empty().canRestore(only(call), Syntax.PLAIN)).isTrue();
        assertThat(call.vault().canRestore(only(call), Syntax.JSON)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"password: %s", "mi contraseña es %s", "token=%s", "DNI: %s.", "Soy %s, hola"})
    void aDigestThatComesBackInALaterTurnStaysWhatItIs(String frame) {
        String all = "actions: { default: hash }";
        for (PiiType type : PiiType.values()) {
            String digest = new Digests(Texts.KEY).of(type, "x7Kp9 value of " + type);
            String text = frame.formatted(digest);

            assertThat(only(anonymize(all, text))).as(type.name()).contains(digest);
        }
    }

    @Test
    void whatOnlyLooksLikeADigestIsSearchedLikeAnythingElse() {
        Anonymized call =
                anonymize("actions: { EMAIL: hash }", "[EMAIL-ana@correo.example] [EMAIL ana@bcdfgh23.example]");

        assertThat(only(call)).doesNotContain("@");
    }

    @Test
    void aMaskedOriginalIsLookedForOnTheWayOut() {
        Anonymized call = anonymize("actions: { PHONE: mask, EMAIL: hash }", "Llama al " + PHONE + " y a " + MAILBOX);

        assertThat(call.vault().isEmpty()).isFalse();
        assertThat(call.vault().leaks(only(call))).isEmpty();
        assertThat(call.vault().leaks("tel " + PHONE)).containsExactly(PiiType.PHONE);
        assertThat(call.vault().leaks("to " + MAILBOX)).containsExactly(PiiType.EMAIL);
    }

    @Test
    void whatIsAllowedIsNotInTheVaultAndMayLeave() {
        Anonymized call = anonymize("actions: { EMAIL: allow }", "Escribe a " + MAILBOX);

        assertThat(only(call)).isEqualTo("Escribe a " + MAILBOX);
        assertThat(call.vault().isEmpty()).isTrue();
        assertThat(call.types()).isEmpty();
    }

    @Test
    void furtherPlacesOfAMaskedValueAreMaskedToo() {
        Anonymized call = anonymize(
                "recognizers: [ { name: code, pattern: 'ref: ZX-[0-9]+' , type: ID } ]\nactions: { ID: mask }",
                "ref: ZX-4471",
                "again REF: ZX-4471 and {\"a\":\"ref: ZX-4471\"}");

        assertThat(call.texts()).allMatch(text -> !text.contains("4471"));
    }

    @Test
    void anAnswerThatRepeatsWhatWasMaskedOrHashedIsNotStored() {
        Anonymized call = anonymize("actions: { PHONE: mask, EMAIL: hash }", "Llama al " + PHONE + " y a " + MAILBOX);

        assertThat(call.vault().anonymizeAnswer("Vale, al " + PHONE, Syntax.PLAIN))
                .isEmpty();
        assertThat(call.vault().anonymizeAnswer("Vale, a " + MAILBOX, Syntax.PLAIN))
                .isEmpty();
        assertThat(call.vault().anonymizeAnswer("{\"to\":\"" + MAILBOX + "\"}", Syntax.JSON))
                .isEmpty();
        assertThat(call.vault().anonymizeAnswer("Vale.", Syntax.PLAIN)).contains("Vale.");
    }

    @Test
    void callsThatLookAlikeOnceTheyAreMaskedAreToldApart() {
        String yaml = "actions: { PHONE: mask }";
        Vault one =
                anonymize(yaml, "Llama al +34 612 345 678 o al +34 687 654 321").vault();
        Vault same =
                anonymize(yaml, "Llama al +34 612 345 678 o al +34 687 654 321").vault();
        Vault turned =
                anonymize(yaml, "Llama al +34 687 654 321 o al +34 612 345 678").vault();

        assertThat(one.fingerprint()).hasSize(64).isEqualTo(same.fingerprint()).isNotEqualTo(turned.fingerprint());
        assertThat(anonymize("", "Llama al " + PHONE).vault().fingerprint()).isEmpty();
        assertThat(Vault.empty().fingerprint()).isEmpty();
    }

    @Test
    void theStricterOfTwoActionsHoldsForAValueWhereverItStands() {
        Anonymized call = anonymize("""
                recognizers: [ { name: desk, type: USERNAME, pattern: 'desk[0-9]+@acme.example', context: [puesto] } ]
                actions: { USERNAME: mask, EMAIL: pseudonymize }
                """, "Escribe a desk12@acme.example", " puesto desk12@acme.example");

        assertThat(call.texts()).containsExactly("Escribe a ******@****.*******", " puesto ******@****.*******");
    }

    @Test
    void nothingThatPrintsShowsAMaskedValue() {
        Anonymized call = anonymize("actions: { PHONE: mask, EMAIL: hash }", "Llama al " + PHONE + " y a " + MAILBOX);

        assertThat(call + " " + call.vault() + " " + call.ruled()).doesNotContain("612", "ana.gil");
    }

    private final List<String> counted = new ArrayList<>();

    private AnonymizedCall through(String yaml, String text) {
        PrivacyRules rules = rules(yaml);
        try (DetectorPool pool = new DetectorPool(1, 10, Duration.ofSeconds(30))) {
            Privacy privacy = new Privacy(
                    tenant -> rules,
                    pool,
                    Texts.MASTER,
                    new UserPseudonyms(Texts.MASTER),
                    (action, types) -> counted.add(action + " " + types));
            var admitted = Calls.admitted(Chat.json("auto", text), "acme", new Calls.Remembering());
            return java.util.Objects.requireNonNull(
                    privacy.anonymize(new InspectedCall(admitted, FirewallVerdict.CLEAN))
                            .block());
        }
    }

    @Test
    void aBlockedTypeIsRefusedByNameAndCounted() {
        assertThatThrownBy(() -> through("actions: { CREDIT_CARD: block }", "Mi tarjeta es 4111 1111 1111 1111"))
                .isInstanceOfSatisfying(GatewayError.PersonalDataBlocked.class, e -> {
                    assertThat(e.status()).isEqualTo(400);
                    assertThat(e.code()).isEqualTo("personal_data_blocked");
                    assertThat(e.retryable()).isFalse();
                    assertThat(e.getMessage()).contains("CREDIT_CARD").doesNotContain("4111");
                });
        assertThat(counted).containsExactly(PrivacyAction.BLOCK + " " + Set.of(PiiType.CREDIT_CARD));
    }

    @Test
    void whatMustStayIsPlacedLocally() {
        AnonymizedCall call = through("actions: { EMAIL: route-local }", "Escribe a " + MAILBOX);

        assertThat(call.placement()).isEqualTo(Placement.LOCAL);
        assertThat(call.outgoing().pieces().getFirst().text()).doesNotContain(MAILBOX);
        assertThat(counted).containsExactly(PrivacyAction.ROUTE_LOCAL + " " + Set.of(PiiType.EMAIL));
        assertThat(through("actions: { EMAIL: route-local }", "Hola").placement())
                .isEqualTo(Placement.ANYWHERE);
    }

    @Test
    void aRecognizerThatGivesUpLetsNothingPass() {
        assertThatThrownBy(() -> through("recognizers: [ { name: slow, pattern: '.*x|a' } ]", "a".repeat(5_000)))
                .isInstanceOf(GatewayError.ProtectionFailed.class);
        assertThat(through("recognizers: [ { name: slow, pattern: '.*x|a' } ]", "b")
                        .vault())
                .isNotNull();
    }
}
