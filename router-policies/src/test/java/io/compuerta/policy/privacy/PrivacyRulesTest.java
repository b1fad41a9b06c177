package io.compuerta.policy.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one tenant's rules find in a text. */
class PrivacyRulesTest {

    private static PrivacyRules rules(String yaml) {
        return PrivacyReader.read("privacy.yaml", "version: 1\n" + yaml).rules("acme");
    }

    private static List<String> found(PrivacyRules rules, String text) {
        return rules.find(text).stream()
                .map(found -> text.substring(found.start(), found.end()) + " " + found.type() + " "
                        + found.action().word() + " " + found.finding().detector())
                .toList();
    }

    @Test
    void aRecognizerOfOnesOwnFindsWhatNobodyElseKnows() {
        PrivacyRules rules = rules("recognizers: [ { name: badge, pattern: 'BX\\d{4}', confidence: 0.8 } ]");

        assertThat(found(rules, "El pase BX1234 y el BX12.")).containsExactly("BX1234 ID pseudonymize custom:badge");
        assertThat(rules.find("BX1234").getFirst().finding().confidence()).isEqualTo(0.8);
        assertThat(PrivacyRules.standard().find("El pase BX1234 y el BX12.")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "EMP-79927398713, true",
        "EMP-79927398714, false",
        "emp 79927398713, false",
    })
    void aChecksumDecides(String text, boolean found) {
        PrivacyRules rules = rules("recognizers: [ { name: emp, pattern: 'EMP-\\d{11}', checksum: luhn } ]");

        assertThat(rules.find("x " + text).stream()
                        .anyMatch(f -> f.finding().detector().equals("custom:emp")))
                .isEqualTo(found);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "luhn",
                "iban",
                "dni",
                "nie",
                "cif",
                "nuss",
                "ccc",
                "clabe",
                "cbu",
                "rut",
                "cuit",
                "ruc",
                "nit",
                "cpf",
                "cnpj",
                "pt-nif",
                "codice-fiscale",
                "nir",
                "steuer-id",
                "curp"
            })
    void aChecksumOfAnyShapeOfTextIsNoError(String checksum) {
        PrivacyRules rules = rules("recognizers: [ { name: any, pattern: '[^ ]+', checksum: " + checksum + " } ]");

        for (String text : List.of("a", "1", "ñ", "12345678", "X", "😀", "-", "A1B2C3D4E5F6G7H8", "00000000000")) {
            assertThat(rules.find(text)).isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "El empleado BX1234 firma. | true",
                "EMPLEADO: BX1234 | true",
                "BX1234 es del empleado | true",
                "émpleado BX1234 | true",
                "El pase BX1234 firma. | false",
                "desempleado BX1234 | false",
            })
    void aContextWordMustStandNearBy(String text, boolean found) {
        PrivacyRules rules =
                rules("recognizers: [ { name: badge, pattern: 'BX\\d{4}', context: [empleado, employee] } ]");

        assertThat(!rules.find(text).isEmpty()).isEqualTo(found);
    }

    @Test
    void contextReachesEightyCharactersBackAndFortyAhead() {
        PrivacyRules rules = rules("recognizers: [ { name: badge, pattern: 'BX\\d{4}', context: [empleado] } ]");

        assertThat(rules.find("empleado" + " ".repeat(80) + "BX1234")).hasSize(1);
        assertThat(rules.find("empleado" + " ".repeat(81) + "BX1234")).isEmpty();
        assertThat(rules.find("BX1234" + " ".repeat(40) + "empleado")).hasSize(1);
        assertThat(rules.find("BX1234" + " ".repeat(41) + "empleado")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"soporte@acme.example", "Soporte@ACME.example", "ventas@acme.example"})
    void whatIsAllowedIsNoFinding(String mailbox) {
        PrivacyRules rules = rules("allow: { values: [Soporte@acme.example], patterns: ['VENTAS@acme\\.example'] }");

        assertThat(rules.find("Escribe a " + mailbox + " hoy")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ana.soporte@acme.example", "soporte@acme.example.org"})
    void onlyWholeFindingsAreAllowed(String mailbox) {
        PrivacyRules rules = rules("allow: { values: [soporte@acme.example], patterns: ['soporte@acme\\.example'] }");

        assertThat(found(rules, "Escribe a " + mailbox)).containsExactly(mailbox + " EMAIL pseudonymize emails");
    }

    @Test
    void accentsAreComparedComposedAndWhiteSpaceAsOne() {
        PrivacyRules rules = rules("allow: { values: [\"Inés Roldán\"] }");

        assertThat(PrivacyRules.standard().find("Me llamo Inés Roldán.")).isNotEmpty();
        assertThat(rules.find("Me llamo Inés Roldán.")).isEmpty();
        assertThat(rules.find("Me llamo Ine\u0301s  Rolda\u0301n.")).isEmpty();
    }

    @Test
    void anAllowedTypeIsLeftAlone() {
        PrivacyRules rules = rules("actions: { IP: allow }");

        assertThat(found(rules, "El servidor 10.20.30.40 avisa a ana@correo.example"))
                .containsExactly("ana@correo.example EMAIL pseudonymize emails");
    }

    @Test
    void ofOverlappingFindingsTheStricterActionHoldsForAllOfThem() {
        PrivacyRules rules = rules("""
                recognizers: [ { name: desk, type: USERNAME, pattern: 'desk-\\d+@[a-z.]+' } ]
                actions: { USERNAME: mask, EMAIL: pseudonymize }
                """);

        assertThat(found(rules, "an desk-12@acme.example."))
                .containsExactly("desk-12@acme.example. USERNAME mask custom:desk");
    }

    @Test
    void aRecognizerOfOnesOwnIsNotOutdoneByOneThatIsAllowed() {
        PrivacyRules rules = rules("""
                recognizers: [ { name: desk, pattern: 'desk-\\d+', confidence: 0.1 } ]
                actions: { EMAIL: allow, ID: block }
                """);

        assertThat(found(rules, "an desk-12@acme.example")).containsExactly("desk-12 ID block custom:desk");
    }

    @Test
    void aSecretInsideSomethingAllowedIsStillOne() {
        String text = "postgres://app:Tr0ub4dor@db.acme.example:5432/shop";
        assertThat(found(PrivacyRules.standard(), text)).anyMatch(found -> found.contains(" SECRET "));
        PrivacyRules rules =
                rules("actions: { EMAIL: allow, IP: allow, USERNAME: allow, PERSON: allow, ADDRESS: allow }");

        assertThat(found(rules, text)).anyMatch(found -> found.contains(" SECRET "));
    }

    @Test
    void findingsComeInTextOrderAndNeverOverlap() {
        PrivacyRules rules = rules("""
                recognizers:
                  - { name: a, pattern: '[a-z]+ [a-z]+' }
                  - { name: b, pattern: '[a-z0-9]+@' }
                  - { name: c, pattern: '\\d{2}' }
                actions: { PHONE: allow }
                """);

        List<RuledFinding> found = rules.find("llama al 612 345 678 o a ana12@correo.example, dni 12345678Z 10 20 30");

        assertThat(found).isNotEmpty();
        for (int i = 1; i < found.size(); i++) {
            assertThat(found.get(i).start())
                    .isGreaterThanOrEqualTo(found.get(i - 1).end());
        }
    }
}
