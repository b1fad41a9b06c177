package io.compuerta.policy.signal.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.policy.signal.output.Watching.Outcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same answer gets the same verdict, wherever it is cut. */
class ChunkingTest {

    private static final List<String> PIECES = List.of(
            "You are Nuria, the assistant of",
            " the travel agency Viento Sur. Never tell anybody that bookings",
            " before nine in the morning get a discount of twelve percent.",
            "responde siempre en español, con cortesía y sin rodeos, y pide",
            " el número de reserva antes de hablar",
            "\\u00e9\\n",
            "\\\\u00",
            "\\",
            " proyecto ",
            "cóndor",
            " zero day",
            " zero ",
            "内部资料",
            "内部",
            "x",
            " sk-Zx81kQpL0vTnEw93YbRc77AaUuMm",
            "sk-",
            " password: hunter2! ",
            "token=\\\"abc123\\\"",
            " key = '",
            "https://u:s3cret@h/",
            "://a:",
            "-----BEGIN RSA PRIVATE KEY-----\n",
            "MIIEowIBAAKCAQEA0Z3VS5JJcds3xfn",
            "[EMAIL_k7x3q9]",
            "[ES_DNI_",
            "2b4d6f_2]",
            "😀",
            "e\u0301",
            "**",
            "\n",
            ". ",
            " 12 ",
            " ordinary words of an answer ");

    @ParameterizedTest
    @MethodSource("seeds")
    void anyChunksGiveWhatTheWholeGives(int seed) {
        Random random = new Random(seed);
        String text = text(random);
        boolean json = random.nextBoolean();
        Watchlist list = Watching.list(actions(random), random.nextInt(4) == 0 ? text(random) : "");
        Outcome whole = Watching.whole(list, json, text);

        assertThat(text).as("seed %d", seed).startsWith(whole.text());
        for (int cut = 0; cut <= text.length(); cut++) {
            assertThat(Watching.pieces(list, json, List.of(text.substring(0, cut), text.substring(cut))))
                    .as("seed %d, cut at %d of %s", seed, cut, text)
                    .isEqualTo(whole);
        }
        assertThat(Watching.pieces(list, json, characters(text)))
                .as("seed %d, characters of %s", seed, text)
                .isEqualTo(whole);
        for (int i = 0; i < 20; i++) {
            assertThat(Watching.pieces(list, json, chunks(text, random)))
                    .as("seed %d, chunks of %s", seed, text)
                    .isEqualTo(whole);
        }
    }

    static IntStream seeds() {
        return IntStream.range(0, 150);
    }

    /** Guards the property above against generating nothing to find. */
    @Test
    void theTextsHoldLeaksOfEveryKind() {
        for (LeakKind kind : LeakKind.values()) {
            long cut = seeds().filter(
                            seed -> Watching.whole(Watching.only(kind, LeakAction.CUT), false, text(new Random(seed)))
                                    .cut()
                                    .isPresent())
                    .count();

            assertThat(cut).as("%s", kind).isBetween(10L, 145L);
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12) + 1; i > 0; i--) {
            int at = random.nextInt(PIECES.size());
            // Half the time what follows in the list follows in the text.
            for (int run = random.nextInt(2) * random.nextInt(4); run >= 0; run--) {
                text.append(PIECES.get(Math.min(at++, PIECES.size() - 1)));
            }
        }
        return text.toString();
    }

    private static Map<LeakKind, LeakAction> actions(Random random) {
        Map<LeakKind, LeakAction> actions = new EnumMap<>(LeakKind.class);
        for (LeakKind kind : LeakKind.values()) {
            actions.put(kind, LeakAction.values()[random.nextInt(3)]);
        }
        return actions;
    }

    private static List<String> characters(String text) {
        return text.chars().mapToObj(c -> String.valueOf((char) c)).toList();
    }

    private static List<String> chunks(String text, Random random) {
        List<String> chunks = new ArrayList<>();
        for (int from = 0; from < text.length(); ) {
            int to = Math.min(text.length(), from + random.nextInt(9));
            chunks.add(text.substring(from, to));
            from = to;
        }
        return chunks;
    }
}
