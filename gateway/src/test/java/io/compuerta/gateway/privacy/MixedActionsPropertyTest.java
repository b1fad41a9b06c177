package io.compuerta.gateway.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.policy.privacy.PrivacyReader;
import io.compuerta.policy.privacy.PrivacyRules;
import io.compuerta.policy.signal.pii.PiiType;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Placeholders come back through any cut of an answer although masks and digests stand between them, which do not. */
class MixedActionsPropertyTest {

    private static final int CALLS = 1_000;
    private static final String[] WORDS = {
        "para", "\n", "[ID_", "***", "ñ", "{\"a\":\"", "\"}", "[EMAIL-", "]", "😀", "\\", "con", "_", "ID_b2b2b2"
    };

    private static final PrivacyRules RULES =
            PrivacyReader.read("privacy.yaml", """
                    version: 1
                    recognizers:
                      - { name: kept, type: ID, pattern: 'kept-\\d+' }
                      - { name: masked, type: USERNAME, pattern: 'masked-\\d+' }
                      - { name: hashed, type: MAC, pattern: 'hashed-\\d+' }
                    actions: { ID: pseudonymize, USERNAME: mask, MAC: hash }
                    """).rules("acme");

    private static String someText(Random random) {
        StringBuilder text = new StringBuilder();
        IntStream.range(0, 2 + random.nextInt(20)).forEach(i -> {
            switch (random.nextInt(6)) {
                case 0 -> text.append("kept-").append(10_000 + random.nextInt(40_000));
                case 1 -> text.append("masked-").append(50_000 + random.nextInt(20));
                case 2 -> text.append("hashed-").append(70_000 + random.nextInt(20));
                default -> text.append(WORDS[random.nextInt(WORDS.length)]);
            }
            text.append(random.nextInt(4) == 0 ? "" : " ");
        });
        return text.toString();
    }

    @Test
    void whatIsFinalStaysAndTheRestComesBack() {
        for (int seed = 0; seed < CALLS; seed++) {
            Random random = new Random(seed);
            String text = someText(random);
            Anonymized call = Anonymizer.following(RULES).anonymize(List.of(Piece.plain(text)), Texts.KEY);
            String sent = call.texts().getFirst();
            int cut = random.nextInt(sent.length() + 1);

            String back =
                    Texts.stream(call.vault(), Syntax.PLAIN, List.of(sent.substring(0, cut), sent.substring(cut)));

            assertThat(back).as("seed %d", seed).isEqualTo(expected(text));
            assertThat(call.vault().leaks(sent)).as("seed %d", seed).isEmpty();
            assertThat(sent).as("seed %d", seed).doesNotContainPattern("(kept|masked|hashed)-\\d{5}");
        }
    }

    private static String expected(String text) {
        Digests digests = new Digests(Texts.KEY);
        String masked = Pattern.compile("masked-\\d+")
                .matcher(text)
                .replaceAll(match -> "******-" + "*".repeat(match.group().length() - 7));
        return Pattern.compile("hashed-\\d+")
                .matcher(masked)
                .replaceAll(match -> digests.of(PiiType.MAC, match.group()));
    }
}
