package io.compuerta.gateway.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.policy.signal.pii.PiiFinding;
import io.compuerta.policy.signal.pii.PiiType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnonymizerTest {

    private static final String NAME = "Inés Roldán";

    @Test
    void aCallWithoutPersonalDataIsLeftAsItIs() {
        Anonymized call = Texts.anonymize(Map.of(), "Hola [PERSON_k7x3q9]", "");

        assertThat(call.texts()).containsExactly("Hola [PERSON_k7x3q9]", "");
        assertThat(call.vault().isEmpty()).isTrue();
    }

    @Test
    void oneValueHasOnePlaceholderInAllPieces() {
        Anonymized call = Texts.anonymize(
                Map.of(NAME, PiiType.PERSON),
                Piece.plain("Soy " + NAME),
                Piece.json("{\"cliente\":\"In\\u00e9s Roldán\"}"),
                Piece.plain(NAME));

        String placeholder = call.texts().get(2);
        assertThat(placeholder).matches("\\[PERSON_[2-9b-z]{6}]");
        assertThat(call.texts())
                .containsExactly("Soy " + placeholder, "{\"cliente\":\"" + placeholder + "\"}", placeholder);
    }

    @Test
    void spellingsOfOneValueShareTheIdAndEachComesBack() {
        String text = "ES91 2100 0418 4502 0005 1332, ES9121000418450200051332";
        Anonymized call = Texts.anonymize(
                Map.of("ES91 2100 0418 4502 0005 1332", PiiType.IBAN, "ES9121000418450200051332", PiiType.IBAN), text);

        assertThat(call.texts().getFirst()).matches("\\[IBAN_(\\w{6})], \\[IBAN_\\1_2]");
        assertThat(new Restorer(call.vault()).restore(call.texts().getFirst())).isEqualTo(text);
    }

    @Test
    void whatTheDetectorMissesElsewhereIsReplacedToo() {
        Anonymizer firstPieceOnly = new Anonymizer(text -> text.startsWith("Soy")
                ? List.of(new PiiFinding(4, 4 + NAME.length(), PiiType.PERSON, 1, "test"))
                : List.of());

        Anonymized call = firstPieceOnly.anonymize(
                List.of(
                        Piece.plain("Soy " + NAME),
                        Piece.plain("llama a INÉS ROLDÁN"),
                        Piece.json("{\"q\":\"In\\u00e9s Roldán\"}"),
                        Piece.plain("log: {\"q\":\"In\\u00e9s Roldán\"}")),
                Texts.KEY);

        assertThat(call.texts().get(1)).matches("llama a \\[PERSON_\\w{6}_2]");
        assertThat(call.texts().get(2)).matches("\\{\"q\":\"\\[PERSON_\\w{6}]\"}");
        assertThat(call.texts().get(3)).matches("log: \\{\"q\":\"\\[PERSON_\\w+]\"}");
        assertThat(new Restorer(call.vault()).restore(call.texts().get(3)))
                .isEqualTo("log: {\"q\":\"In\\u00e9s Roldán\"}");
    }

    @Test
    void overlappingFindingsAreReplacedAsOne() {
        Anonymized call = Texts.anonymize(
                Map.of("Ana Ruiz", PiiType.PERSON, "Ruiz 12", PiiType.ADDRESS, "Ruiz", PiiType.PERSON),
                "A: Ana Ruiz 12. B: Ruiz");

        assertThat(call.texts().getFirst()).matches("A: \\[PERSON_\\w{6}]\\. B: \\[PERSON_\\w{6}]");
    }

    @Test
    void aMissedValueThatOverlapsAFindingIsReplacedWhole() {
        Anonymizer missesTheSecond = new Anonymizer(text -> text.startsWith("1")
                ? List.of(new PiiFinding(3, 12, PiiType.PERSON, 1, "test"))
                : List.of(new PiiFinding(3, 11, PiiType.PERSON, 1, "test")));

        Anonymized call = missesTheSecond.anonymize(
                List.of(Piece.plain("1: Ruiz Vega"), Piece.plain("2: Ana Ruiz Vega")), Texts.KEY);

        assertThat(call.texts().get(1)).matches("2: \\[PERSON_\\w{6}]");
    }

    @Test
    void anIdIsGivenOnce() {
        PlaceholderMint mint = new PlaceholderMint(Texts.KEY);

        // The same value again stands for another value whose hash begins alike: one in 387 million.
        assertThat(mint.mint(PiiType.PERSON, "ana")).isNotEqualTo(mint.mint(PiiType.PERSON, "ana"));
    }

    @Test
    void aFindingThatSplitsACharacterTakesAllOfIt() {
        List<PiiFinding> half = List.of(new PiiFinding(2, 3, PiiType.ID, 1, "test"));

        Anonymized call = new Anonymizer(text -> half).anonymize(List.of(Piece.plain("a\uD83D\uDE00b")), Texts.KEY);

        assertThat(call.texts().getFirst()).matches("a\\[ID_\\w{6}]b");
        assertThat(new Restorer(call.vault()).restore(call.texts().getFirst())).isEqualTo("a\uD83D\uDE00b");
    }

    @Test
    void anIdThatTheTextAlreadyShowsIsNotUsed() {
        String usual =
                Texts.anonymize(Map.of(NAME, PiiType.PERSON), NAME).texts().getFirst();
        List<String> disguises = List.of(
                usual,
                usual.toLowerCase(java.util.Locale.ROOT),
                usual.substring(1),
                usual.replace("_", "\\_"),
                usual.replace("_", "\\u005f"),
                usual.replace("PERSON", "EMAIL"));

        for (String disguise : disguises) {
            String text = disguise + " de " + NAME;
            Anonymized call = Texts.anonymize(Map.of(NAME, PiiType.PERSON), text);

            assertThat(call.texts().getFirst())
                    .startsWith(disguise + " de [PERSON_")
                    .doesNotEndWith(usual);
            assertThat(new Restorer(call.vault()).restore(call.texts().getFirst()))
                    .isEqualTo(text);
        }
    }

    @Test
    void placeholdersDependOnTenantAndConversation() {
        Anonymizer anonymizer = new Anonymizer(Texts.knowing(Map.of(NAME, PiiType.PERSON)));
        List<Piece> pieces = List.of(Piece.plain(NAME));

        List<String> texts = new ArrayList<>();
        for (PlaceholderKey key : List.of(
                PlaceholderKey.derive(Texts.MASTER, "acme", "talk-1"),
                PlaceholderKey.derive(Texts.MASTER, "acme", "talk-2"),
                PlaceholderKey.derive(Texts.MASTER, "acm", "etalk-1"),
                PlaceholderKey.random(),
                PlaceholderKey.random())) {
            texts.addAll(anonymizer.anonymize(pieces, key).texts());
        }

        assertThat(texts).doesNotHaveDuplicates();
        assertThat(anonymizer.anonymize(pieces, Texts.KEY).texts()).containsExactly(texts.getFirst());
    }

    @Test
    void twoValuesNeverShareAPlaceholder() {
        StringBuilder text = new StringBuilder();
        List<PiiFinding> findings = new ArrayList<>();
        for (int i = 0; i < 9_000; i++) {
            int start = text.length();
            text.append("cliente").append(i);
            findings.add(new PiiFinding(start, text.length(), PiiType.USERNAME, 1, "test"));
            text.append(' ');
        }

        Anonymized call =
                new Anonymizer(ignored -> findings).anonymize(List.of(Piece.plain(text.toString())), Texts.KEY);

        assertThat(call.texts().getFirst().split(" ")).doesNotHaveDuplicates().hasSize(9_000);
        assertThat(new Restorer(call.vault()).restore(call.texts().getFirst())).isEqualTo(text.toString());
    }

    @Test
    void tooMuchPersonalDataIsRefused() {
        String text = "ab".repeat(VaultBuilder.MAX_CHARS);
        List<PiiFinding> all = List.of(new PiiFinding(0, text.length(), PiiType.SECRET, 1, "test"));

        assertThatThrownBy(() -> new Anonymizer(ignored -> all).anonymize(List.of(Piece.plain(text)), Texts.KEY))
                .isInstanceOf(VaultFullException.class)
                .hasMessage("a call may hold at most 1000000 characters of personal data");
    }

    @Test
    void aFindingOutsideTheTextIsAnErrorAndSaysNothingOfTheText() {
        List<PiiFinding> wrong = List.of(new PiiFinding(2, 9, PiiType.SECRET, 1, "broken"));

        assertThatThrownBy(() -> new Anonymizer(text -> wrong).anonymize(List.of(Piece.plain("abcd")), Texts.KEY))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("detector broken reports 2..9 in a text of 4 characters");
    }

    @Test
    void whatTheDetectorThrowsReachesTheCaller() {
        Anonymizer broken = new Anonymizer(text -> {
            throw new IllegalStateException("model file is gone");
        });

        assertThatThrownBy(() -> broken.anonymize(List.of(Piece.plain("abcd")), Texts.KEY))
                .hasMessage("model file is gone");
    }

    @Test
    void aShortMasterKeyIsRefused() {
        assertThatThrownBy(() -> PlaceholderKey.derive(new byte[8], "acme", ""))
                .hasMessage("a placeholder master key needs at least 16 bytes, not 8");
    }

    @Test
    void jsonKeepsItsStructureWhenAFindingReachesAcrossStrings() {
        String json = "{\"a\":\"Inés\",\"b\":\"Roldán\"}";
        List<PiiFinding> wide = List.of(new PiiFinding(6, 23, PiiType.PERSON, 1, "test"));

        Anonymized call = new Anonymizer(text -> wide).anonymize(List.of(Piece.json(json)), Texts.KEY);

        assertThat(call.texts().getFirst())
                .matches("\\{\"a\":\"\\[PERSON_\\w+]\",\"\\[PERSON_\\w+]\":\"\\[PERSON_\\w+]\"}");
        assertThat(new Restorer(call.vault()).restoreJson(call.texts().getFirst()))
                .isEqualTo(json);
    }
}
