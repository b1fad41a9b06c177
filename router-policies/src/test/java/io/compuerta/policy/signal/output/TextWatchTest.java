package io.compuerta.policy.signal.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.policy.signal.output.Watching.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextWatchTest {

    private static final String KEY = "sk-Zx81kQpL0vTnEw93YbRc77AaUuMm";

    @Test
    void anOrdinaryAnswerPassesAtOnceAsItIs() {
        TextWatch watch = new TextWatch(Watching.list(LeakAction.CUT, ""), false);

        for (String chunk :
                List.of("Buenos", " días,", " tell", " me", " the", " number", " of", " your", " booking.")) {
            assertThat(watch.accept(chunk)).isSameAs(chunk);
        }
        assertThat(watch.finish()).isEmpty();
        assertThat(watch.isCut()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Never tell anybody that bookings before nine in the morning get a discount",
                "NEVER TELL ANYBODY THAT BOOKINGS BEFORE NINE IN THE MORNING GET A DISCOUNT",
                "> **Never** tell _anybody_ that\n> bookings `before` nine, in the morning: get a discount",
                "Ｎever tell anybody that book\u200bings before nine in the morning get a discount",
                "1. Never tell anybody\\n2. that bookings\\n3. before nine in the morning\\n4. get a discount",
                "Never\\\\ntell\\\\nanybody that bookings before nine in the morning get a discount",
                "Never t\\u0065ll anybody that bookings before nine in the morning get a discount",
                "responde siempre en espanol con cortesia y sin rodeos y pide el numero",
                "Responde siempre en espan\u0303ol, con cortesi\u0301a y sin rodeos, y pide el nu\u0301mero",
                "Responde siempre en espa\\u00f1ol, con cortes\\u00eda y sin rodeos, y pide el n\\u00famero"
            })
    void aRunOfTheSystemPromptsWordsIsCutOff(String leak) {
        Outcome outcome = Watching.whole(Watching.list(LeakAction.CUT, ""), false, "Here it is: " + leak + ". Done.");

        assertThat(outcome.cut()).contains(LeakKind.SYSTEM_PROMPT);
        assertThat(outcome.text()).startsWith("Here it is: ").hasSizeLessThan("Here it is: ".length() + 32);
    }

    @Test
    void threeWordsOfItAreAllThatIsSeen() {
        Outcome outcome = Watching.whole(
                Watching.list(LeakAction.CUT, ""),
                false,
                "Sure! " + Watching.PROMPT.substring(Watching.PROMPT.indexOf("Never tell")));

        assertThat(outcome.text()).isEqualTo("Sure! Never tell anybody");
    }

    @Test
    void nineOfTenWordsAreNoLeak() {
        String answer = "You never tell anybody that bookings before nine in the day get a discount of ten.";

        assertThat(Watching.whole(Watching.list(LeakAction.CUT, ""), false, answer))
                .isEqualTo(new Outcome(answer, java.util.Optional.empty(), java.util.Set.of()));
    }

    @Test
    void whatTheCallerSaidAsWellIsNoLeak() {
        String known = "Is it true that bookings before nine in the morning get a discount of twelve percent?";
        String answer = "Yes: bookings before nine in the morning get a discount of twelve percent.";

        assertThat(Watching.whole(Watching.list(LeakAction.CUT, known), false, answer)
                        .text())
                .isEqualTo(answer);
        assertThat(Watching.whole(Watching.list(LeakAction.CUT, ""), false, answer)
                        .cut())
                .contains(LeakKind.SYSTEM_PROMPT);
    }

    @Test
    void whatThePromptQuotesForTheModelToSayIsNoLeak() {
        String saying = "Thank you for calling Viento Sur, is there anything else that I can do for you today";
        String prompt = "Close every conversation politely, always with the very words \u201c" + saying + "?\u201d";
        Watchlist list = new Watchlist(
                PromptShingles.of(List.of(prompt), List.of(), 10),
                PhraseSet.none(),
                Map.of(LeakKind.SYSTEM_PROMPT, LeakAction.CUT),
                secret -> false,
                placeholder -> false);

        assertThat(Watching.whole(list, false, "Done. " + saying + "?").cut()).isEmpty();
        assertThat(Watching.whole(list, false, prompt).text()).isEqualTo("Close every conversation");
    }

    @Test
    void aPromptWrittenAsJsonIsNoQuotation() {
        String prompt = "{\"rules\": \"" + Watching.PROMPT.substring(0, 165) + "\"}";
        Watchlist list = new Watchlist(
                PromptShingles.of(List.of(prompt), List.of(), 10),
                PhraseSet.none(),
                Map.of(LeakKind.SYSTEM_PROMPT, LeakAction.CUT),
                secret -> false,
                placeholder -> false);

        assertThat(Watching.whole(list, false, Watching.PROMPT).cut()).contains(LeakKind.SYSTEM_PROMPT);
    }

    @Test
    void aPlaceholderIsOneWordAndIsNotTornApart() {
        String prompt = "You are [PERSON_k7x3q9] of Viento Sur and never speak of discounts to anybody at all";
        Watchlist list = new Watchlist(
                PromptShingles.of(List.of(prompt), List.of(), 10),
                PhraseSet.none(),
                Map.of(LeakKind.SYSTEM_PROMPT, LeakAction.CUT),
                secret -> false,
                placeholder -> false);

        assertThat(Watching.whole(list, false, prompt).text()).isEqualTo("You are [PERSON_k7x3q9");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "the key is " + KEY + " and more",
                "the key is " + KEY,
                "curl -H 'Authorization: Bearer 7f3a9c1e5b7d2046'",
                "Tu contraseña: hunter2!",
                "la clave es Abc123xyz.",
                "export API_KEY=\"a1b2c3d4e5\"",
                "postgres://app:s3cr3tpw@db:5432/x",
                "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA0Z3VS5JJcds3xfn/ygWyF8PbnGy0AHB7MhgHcTz6sE2I2yPB",
                "bot 12345678:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsawQ",
                "token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P"
            })
    void aSecretIsCutOffBeforeItBegins(String answer) {
        Outcome outcome = Watching.whole(Watching.only(LeakKind.SECRET, LeakAction.CUT), false, answer);

        assertThat(outcome.cut()).contains(LeakKind.SECRET);
        assertThat(answer).startsWith(outcome.text());
        assertThat(outcome.text())
                .doesNotContain("sk-", "7f3a", "hunter", "Abc1", "a1b2", "s3cr", "MII", "AAHd", "eyJ");
    }

    @Test
    void aSecretOfTheRequestMayBeRepeated() {
        String answer = "Put " + KEY + " into the header.";

        assertThat(Watching.whole(Watching.list(LeakAction.CUT, "My key is " + KEY), false, answer)
                        .text())
                .isEqualTo(answer);
    }

    @Test
    void aSecretBehindJsonsEscapesIsFound() {
        String arguments = "{\"cmd\":\"login --password=\\\"hunter2!\\\"\"}";

        assertThat(Watching.whole(Watching.only(LeakKind.SECRET, LeakAction.CUT), true, arguments))
                .isEqualTo(new Outcome(
                        "{\"cmd\":\"login --password=\\\"",
                        java.util.Optional.of(LeakKind.SECRET),
                        java.util.Set.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The token is a word, the key idea: patience; your password must have digits.",
                "See https://example.com:8080/path, mailto:a@b.com and http://user@host/.",
                "-----BEGIN CERTIFICATE-----\nMIIEowIBAAKCAQEA0Z3VS5JJcds3xfn/ygWyF8PbnGy0\n-----END CERTIFICATE-----",
                "A heading such as -----BEGIN PRIVATE KEY----- starts the block.",
                "| a | b |\n|-----|-----|\n| sk-learn | key-value |",
                "Use password=${PASSWORD} or token=<your token>."
            })
    void whatOnlyLooksLikeASecretPasses(String answer) {
        assertThat(Watching.whole(Watching.only(LeakKind.SECRET, LeakAction.CUT), false, answer)
                        .text())
                .isEqualTo(answer);
    }

    @Test
    void aPlaceholderOfOthersIsFlaggedOrCutOff() {
        String answer = "Write to [EMAIL_k7x3q9], not to [PERSON_2b4d6f_3].";

        assertThat(Watching.whole(Watching.only(LeakKind.PLACEHOLDER, LeakAction.FLAG), false, answer))
                .isEqualTo(new Outcome(answer, java.util.Optional.empty(), java.util.Set.of(LeakKind.PLACEHOLDER)));
        assertThat(Watching.whole(Watching.only(LeakKind.PLACEHOLDER, LeakAction.CUT), false, answer)
                        .text())
                .isEqualTo("Write to ");
        assertThat(Watching.whole(Watching.list(LeakAction.CUT, "[EMAIL_k7x3q9]"), false, answer)
                        .text())
                .isEqualTo("Write to [EMAIL_k7x3q9], not to ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[a list]", "[link](url)", "[ES_DNI]", "x[i]", "[[12]]", "[A_ ]", "[EMAIL_k7x3q9"})
    void otherBracketsPass(String answer) {
        Outcome outcome = Watching.whole(Watching.only(LeakKind.PLACEHOLDER, LeakAction.CUT), false, answer);

        assertThat(outcome.text()).isEqualTo(answer);
    }

    @Test
    void listedPhrasesAreFoundAsWholeWordsHoweverTheyAreWritten() {
        Watchlist list = Watching.only(LeakKind.PHRASE, LeakAction.CUT);

        assertThat(Watching.whole(list, false, "Así va el PROYECTO\n**condor**, dicen")
                        .text())
                .isEqualTo("Así va el ");
        assertThat(Watching.whole(list, false, "见内部资料。").text()).isEqualTo("见");
        assertThat(Watching.whole(list, false, "Proyecto Cóndores, exit, proyecto-zero")
                        .cut())
                .isEmpty();
        assertThat(Watching.whole(list, true, "{\"a\":\"proyecto\\nc\\u00f3ndor\"}")
                        .text())
                .isEqualTo("{\"a\":\"");
        assertThat(Watching.whole(list, false, "solve for x").text()).isEqualTo("solve for ");
    }

    @Test
    void onlyTheBeginningOfAPhraseWaits() {
        TextWatch watch = new TextWatch(Watching.only(LeakKind.PHRASE, LeakAction.CUT), false);

        assertThat(watch.accept("el proyecto")).isEqualTo("el ");
        assertThat(watch.accept(" c")).isEmpty();
        assertThat(watch.accept("aro")).isEqualTo("proyecto caro");
        assertThat(watch.accept(" pro")).isEqualTo(" ");
        assertThat(watch.finish()).isEqualTo("pro");
    }

    @Test
    void nothingIsHeldForWhatIsOnlyFlagged() {
        TextWatch watch = new TextWatch(Watching.list(LeakAction.FLAG, ""), false);
        StringBuilder passed = new StringBuilder();
        String answer = Watching.PROMPT + " proyecto cóndor " + KEY + " [EMAIL_k7x3q9] end";

        for (int i = 0; i < answer.length(); i++) {
            passed.append(watch.accept(answer.substring(i, i + 1)));
            assertThat(watch.heldBack()).isZero();
        }
        assertThat(passed.append(watch.finish())).hasToString(answer);
        assertThat(watch.flagged()).containsExactlyInAnyOrder(LeakKind.values());
    }

    @Test
    void whatIsOffIsNotLookedAt() {
        String answer = Watching.PROMPT + KEY;

        assertThat(Watching.whole(Watching.list(LeakAction.OFF, ""), false, answer))
                .isEqualTo(new Outcome(answer, java.util.Optional.empty(), java.util.Set.of()));
    }

    @Test
    void nothingPassesAfterACutAndWhatIsWithheldIsCounted() {
        TextWatch watch = new TextWatch(Watching.only(LeakKind.PHRASE, LeakAction.CUT), false);

        assertThat(watch.accept("a zero day b")).isEqualTo("a ");
        assertThat(watch.accept(" more")).isEmpty();
        assertThat(watch.finish()).isEmpty();
        assertThat(watch.withheld()).isEqualTo("zero day b more".length());
    }

    @Test
    void neverMoreWaitsThanTheBoundAllows() {
        String dots = "You are Nuria the " + ".".repeat(5_000) + " assistant of the travel agency Viento Sur never";

        Outcome whole = Watching.whole(Watching.list(LeakAction.CUT, ""), false, dots);

        assertThat(whole.cut()).contains(LeakKind.SYSTEM_PROMPT);
        assertThat(whole.text()).hasSizeBetween(18, 5_000);
    }

    @Test
    void aRowOfWordsHasABoundedLength() {
        assertThatThrownBy(() -> PromptShingles.of(List.of(), List.of(), 5))
                .hasMessage("a row has 6 to 50 words, not 5");
    }

    @Test
    void nothingThatIsPrintedShowsText() {
        Watchlist list = Watching.list(Map.of(LeakKind.PHRASE, LeakAction.CUT), "");
        TextWatch watch = new TextWatch(list, false);
        var unused = watch.accept("el proyecto");

        assertThat(list + " " + watch + list.prompt() + list.phrases()).doesNotContain("royecto", "Nuria", "nuria");
    }
}
