package io.compuerta.policy.signal.pii;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes character by character is judged as the whole text would be. */
class SecretTraceTest {

    private static final List<String> PIECES = List.of(
            "Tu contraseña es hunter2! ",
            "password: 'Abc-123' ",
            "\"api_key\": \"a1b2c3d4\", ",
            "Authorization: Bearer 7f3a9c1e5b7d2046\n",
            "Bearer e7f3a9c1e5b7d2046,",
            "clave=12345678;",
            "token=getToken(pass=abc123) ",
            "pin: 4821 ",
            "sk-Zx81kQpL0vTnEw93YbRc77AaUuMm ",
            "x=ghp_0123456789abcdefABCDEF ",
            "AKIA1234567890ABCDEF. ",
            "12345678:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsawQ ",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3 ",
            "postgres://app:s3cr3tpw@db/x ",
            "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA0Z3VS5JJcds3xfn ",
            "Ordinary words, a token of thanks, the key is here. ",
            "secret: palabra ",
            "password=${PASSWORD} ",
            "https://example.com:8080/path ",
            "sk-learn and key-value ",
            "\n",
            "(",
            "key ");

    @ParameterizedTest
    @MethodSource("seeds")
    void theFirstSecretIsTheOneOfTheWholeText(int seed) {
        Random random = new Random(seed);
        StringBuilder built = new StringBuilder();
        for (int i = random.nextInt(6); i >= 0; i--) {
            built.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        String text = built.toString();

        List<Integer> expected = new ArrayList<>();
        new Secrets().detect(new ScannedText(text, Lexicon.standard()), finding -> expected.add(finding.start()));
        SecretTrace trace = new SecretTrace(secret -> false);
        int free = 0;
        for (int i = 0; i < text.length() && trace.found() == SecretTrace.NOWHERE; i++) {
            trace.next(text.charAt(i), i);
            if (trace.found() == SecretTrace.NOWHERE) {
                free = Math.max(free, Math.min(i + 1, trace.hold()));
            }
        }
        trace.end();

        if (expected.isEmpty()) {
            assertThat(trace.found()).as(text).isEqualTo(SecretTrace.NOWHERE);
        } else {
            // One that ends earlier is told first, though another may begin before it.
            assertThat(expected).as(text).contains(trace.found());
            // Dashes are too common to wait for.
            int dashes = text.startsWith("-----", trace.found()) ? 5 : 0;
            assertThat(free).as("passed before it was known: %s", text).isLessThanOrEqualTo(trace.found() + dashes);
        }
    }

    static IntStream seeds() {
        return IntStream.range(0, 500);
    }
}
