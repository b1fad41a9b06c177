package io.compuerta.gateway.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.policy.signal.pii.PiiFinding;
import io.compuerta.policy.signal.pii.PiiType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Generated calls: whatever they hold, they come back as they were and nothing personal goes out. */
class RoundTripPropertyTest {

    private static final int CASES = 2_500;

    private static final PiiType[] TYPES = {
        PiiType.PERSON, PiiType.EMAIL, PiiType.IBAN, PiiType.ES_DNI, PiiType.PHONE, PiiType.ADDRESS, PiiType.ID
    };

    private static final String[] VALUES = {
        "Lucía Fernández",
        "Fernández",
        "lucía fernández",
        "Ana",
        "Anabel",
        "Ana Bel",
        "O'Brien",
        "王小明",
        "Zoë 😀 Ruiz",
        "lucia@ejemplo.es",
        "LUCIA@ejemplo.es",
        "a.b+c@correo.mx",
        "ES91 2100 0418 4502 0005 1332",
        "ES9121000418450200051332",
        "12345678Z",
        "12345678",
        "612345678",
        "+34 612 345 678",
        "34 612",
        "Calle \"Mayor\" 3, 2º",
        "C:\\datos\\ruiz",
        "línea uno\nlínea dos",
        "x",
        "7",
        "\uD83D\uDE00\uD83D\uDE01",
        "[Ruiz]",
        "_ruiz_9x",
        "PERSON",
        "e\u0301lodie",
        "tab\there"
    };

    private static final String[] FILLERS = {
        " ",
        "",
        ", ",
        "\n",
        "hola ",
        "[",
        "]",
        "[PERSON_",
        "[PERSON_k7x3q9]",
        "PERSON_k7x3q9",
        "\\",
        "\\[",
        "\\]",
        "_",
        "**",
        "`",
        "\"",
        "{",
        "}",
        "person ",
        "[[",
        "\\\\",
        "\uD83D\uDE00",
        "\uD83D",
        "x",
        "ES_DNI_",
        "(",
        ")",
        "email ",
        "\t",
        "é",
        "id_rsa ",
        "\\n",
        "\\u00e1",
        "[EMAIL_",
        "P",
        "perso",
        "[ES\\_",
        "\u0000",
        "’",
        "9"
    };

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void restoringUndoesAnonymizingHoweverTheAnswerIsCut(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < CASES; i++) {
            Map<String, PiiType> values = someValues(random);
            List<Piece> pieces = somePieces(random, values);
            Anonymized call = new Anonymizer(Texts.knowing(values)).anonymize(pieces, Texts.KEY);

            for (int p = 0; p < pieces.size(); p++) {
                String original = pieces.get(p).text();
                String safe = call.texts().get(p);
                String where = "seed " + seed + ", case " + i + ", piece " + p + ", safe text " + safe;
                Restorer restorer = new Restorer(call.vault());
                assertThat(restorer.restore(safe)).as(where).isEqualTo(original);
                assertThat(Texts.stream(call.vault(), Syntax.PLAIN, Texts.oneByOne(safe)))
                        .as(where)
                        .isEqualTo(original);
                for (int cut = 0; cut <= safe.length(); cut++) {
                    assertThat(Texts.stream(
                                    call.vault(), Syntax.PLAIN, List.of(safe.substring(0, cut), safe.substring(cut))))
                            .as(where)
                            .isEqualTo(original);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22})
    void toolArgumentsComeBackAsTheSameJsonHoweverTheyAreCut(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < CASES; i++) {
            Map<String, PiiType> values = someValues(random);
            String json = someJson(random, values);
            Anonymized call = Texts.anonymize(values, Piece.json(json));

            String safe = call.texts().getFirst();
            String where = "seed " + seed + ", case " + i + ", safe text " + safe;
            assertThat(new Restorer(call.vault()).restoreJson(safe)).as(where).isEqualTo(json);
            assertThat(Texts.stream(call.vault(), Syntax.JSON, Texts.oneByOne(safe)))
                    .as(where)
                    .isEqualTo(json);
            for (int cut = 0; cut <= safe.length(); cut++) {
                assertThat(Texts.stream(
                                call.vault(), Syntax.JSON, List.of(safe.substring(0, cut), safe.substring(cut))))
                        .as(where)
                        .isEqualTo(json);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33})
    void noOriginalGoesOutEvenWhereTheDetectorMissedIt(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < CASES; i++) {
            Map<String, PiiType> values = someValues(random);
            List<Piece> pieces = new ArrayList<>(somePieces(random, values));
            pieces.add(Piece.json(someJson(random, values)));
            Function<String, List<PiiFinding>> careful = Texts.knowing(values);
            Random misses = new Random(seed + i);
            Anonymized call = new Anonymizer(text -> careful.apply(text).stream()
                            .filter(finding -> misses.nextInt(4) > 0)
                            .toList())
                    .anonymize(pieces, Texts.KEY);

            String where = "seed " + seed + ", case " + i + ", safe texts " + call.texts();
            StringBuilder body = new StringBuilder("{\"messages\":[");
            for (String text : call.texts()) {
                assertThat(call.vault().leaks(text)).as(where).isEmpty();
                for (String value : reported(pieces, call)) {
                    assertThat(asWord(value).matcher(text).find()).as(where).isFalse();
                }
                body.append("{\"role\":\"user\",\"content\":\"");
                JsonEscapes.append(body, text);
                body.append("\"},");
            }
            assertThat(call.vault().leaks(body.append("]}").toString()))
                    .as(where)
                    .isEmpty();
        }
    }

    /** The values that the detector saw at least once and that are long enough to be followed. */
    private static Set<String> reported(List<Piece> pieces, Anonymized call) {
        Set<String> values = new HashSet<>();
        for (int p = 0; p < pieces.size(); p++) {
            for (PiiFinding finding : call.findings().get(p)) {
                if (pieces.get(p).syntax() == Syntax.PLAIN) {
                    values.add(pieces.get(p).text().substring(finding.start(), finding.end()));
                }
            }
        }
        values.removeIf(value -> !Traceable.is(value));
        return values;
    }

    private static Pattern asWord(String value) {
        return Pattern.compile("(?<![\\p{L}\\p{N}_])" + Pattern.quote(value) + "(?![\\p{L}\\p{N}_])");
    }

    @ParameterizedTest
    @ValueSource(longs = {41, 42})
    void whatTheDetectorReportsIsNeverInTheTextThatLeaves(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < CASES; i++) {
            Map<String, PiiType> values = someValues(random);
            List<Piece> pieces = somePieces(random, values);
            Anonymized call = new Anonymizer(Texts.knowing(values)).anonymize(pieces, Texts.KEY);

            for (String safe : call.texts()) {
                String withoutPlaceholders = withoutPlaceholders(safe, call.vault());
                for (String value : values.keySet()) {
                    assertThat(withoutPlaceholders)
                            .as("seed %d, case %d, safe text %s", seed, i, safe)
                            .doesNotContain(value);
                }
            }
        }
    }

    /** A detector that knows every occurrence leaves none, however short: only the placeholders' own letters may. */
    private static String withoutPlaceholders(String safe, Vault vault) {
        PlaceholderMatcher matcher = vault.matcher(Syntax.PLAIN);
        StringBuilder rest = new StringBuilder();
        for (int i = 0; i < safe.length(); ) {
            if (safe.charAt(i) == '['
                    && matcher.at(safe, i, false, true) == PlaceholderMatcher.Result.MATCH
                    && matcher.found() != null) {
                rest.append('\u0001');
                i = matcher.end();
            } else {
                rest.append(safe.charAt(i++));
            }
        }
        return rest.toString();
    }

    @ParameterizedTest
    @ValueSource(longs = {51, 52})
    void turnsOfAConversationAgreeOnThePlaceholders(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < CASES; i++) {
            Map<String, PiiType> values = someValues(random);
            List<Piece> first = somePieces(random, values);
            List<Piece> second = new ArrayList<>(first);
            second.addAll(somePieces(random, values));
            Anonymizer anonymizer = new Anonymizer(Texts.knowing(values));

            Anonymized one = anonymizer.anonymize(first, Texts.KEY);
            Anonymized two = anonymizer.anonymize(second, Texts.KEY);

            assertThat(two.texts().subList(0, first.size()))
                    .as("seed %d, case %d", seed, i)
                    .isEqualTo(one.texts());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {61, 62})
    void textThatAlreadyShowsThePlaceholdersOfItsOwnValuesSurvives(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < CASES; i++) {
            Map<String, PiiType> values = someValues(random);
            List<Piece> pieces = new ArrayList<>(somePieces(random, values));
            Anonymizer anonymizer = new Anonymizer(Texts.knowing(values));
            for (String echoed : anonymizer.anonymize(pieces, Texts.KEY).texts()) {
                pieces.add(Piece.plain(random.nextBoolean() ? echoed : echoed.replace("_", "\\_")));
            }

            Anonymized call = anonymizer.anonymize(pieces, Texts.KEY);

            for (int p = 0; p < pieces.size(); p++) {
                assertThat(new Restorer(call.vault()).restore(call.texts().get(p)))
                        .as(
                                "seed %d, case %d, safe text %s",
                                seed, i, call.texts().get(p))
                        .isEqualTo(pieces.get(p).text());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {71, 72})
    void aStoredAnswerHoldsNoOriginalAndComesBackAsItWas(long seed) {
        Random random = new Random(seed);
        int stored = 0;
        for (int i = 0; i < CASES; i++) {
            Map<String, PiiType> values = someValues(random);
            Anonymized call = new Anonymizer(Texts.knowing(values)).anonymize(somePieces(random, values), Texts.KEY);
            String answer = someText(random, values);

            Optional<String> kept = call.vault().anonymizeAnswer(answer, Syntax.PLAIN);

            if (kept.isPresent()) {
                stored++;
                String where = "seed " + seed + ", case " + i + ", stored " + kept;
                assertThat(call.vault().leaks(kept.get())).as(where).isEmpty();
                assertThat(call.vault().canRestore(kept.get(), Syntax.PLAIN))
                        .as(where)
                        .isTrue();
                assertThat(new Restorer(call.vault()).restore(kept.get()))
                        .as(where)
                        .isEqualTo(answer);
            }
        }
        assertThat(stored).isGreaterThan(CASES / 2);
    }

    private static Map<String, PiiType> someValues(Random random) {
        Map<String, PiiType> values = new LinkedHashMap<>();
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            values.put(VALUES[random.nextInt(VALUES.length)], TYPES[random.nextInt(TYPES.length)]);
        }
        return values;
    }

    private static List<Piece> somePieces(Random random, Map<String, PiiType> values) {
        List<Piece> pieces = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            pieces.add(Piece.plain(someText(random, values)));
        }
        return pieces;
    }

    private static String someText(Random random, Map<String, PiiType> values) {
        List<String> known = List.copyOf(values.keySet());
        StringBuilder text = new StringBuilder();
        int parts = random.nextInt(9);
        for (int i = 0; i < parts; i++) {
            boolean value = !known.isEmpty() && random.nextInt(5) < 2;
            text.append(value ? known.get(random.nextInt(known.size())) : FILLERS[random.nextInt(FILLERS.length)]);
        }
        return text.toString();
    }

    /** With no more escapes than JSON asks for; numbers among the values also stand bare. */
    private static String someJson(Random random, Map<String, PiiType> values) {
        StringBuilder json = new StringBuilder("{");
        int members = random.nextInt(5);
        for (int i = 0; i < members; i++) {
            json.append(i == 0 ? "\"" : ",\"");
            JsonEscapes.append(json, random.nextInt(3) == 0 ? someText(random, values) : "k" + i);
            json.append("\":");
            switch (random.nextInt(4)) {
                case 0 -> json.append(values.containsKey("612345678") ? "612345678" : "-1.5e3");
                case 1 -> json.append("[true,null,7]");
                default -> {
                    json.append('"');
                    JsonEscapes.append(json, someText(random, values));
                    json.append('"');
                }
            }
        }
        return json.append('}').toString();
    }
}
