package io.compuerta.policy.signal.pii;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The bar on texts of our own: micro F2 at least .90, at most 3 in 100 letters and digits of personal data left, and
 * something found in at most 3 of 100 texts without any.
 */
class InventedTextsTest {
    private static final double LEAST_F2 = .90;
    private static final double MOST_LEAKED = .03;
    private static final double MOST_HIT = .03;

    @Test
    void personalDataIsFoundAndCovered() {
        int right = 0;
        int wrong = 0;
        int missed = 0;
        int leaked = 0;
        int personal = 0;
        List<String> complaints = new ArrayList<>();
        for (MarkedText text : texts()) {
            List<PiiFinding> found = PiiScanner.standard().scan(text.text());
            for (MarkedText.Mark mark : text.marks()) {
                boolean hit = found.stream().anyMatch(mark::matches);
                right += hit ? 1 : 0;
                missed += hit ? 0 : 1;
                if (!hit) {
                    complaints.add("missed " + mark.type() + " in: " + text.text() + " -> " + found);
                }
                for (int i = mark.start(); i < mark.end(); i++) {
                    int at = i;
                    boolean counts = Character.isLetterOrDigit(text.text().charAt(i));
                    personal += counts ? 1 : 0;
                    leaked += counts && found.stream().noneMatch(f -> f.start() <= at && at < f.end()) ? 1 : 0;
                }
            }
            for (PiiFinding finding : found) {
                if (text.marks().stream().noneMatch(mark -> mark.matches(finding))) {
                    wrong++;
                    complaints.add("wrong " + finding + " in: " + text.text());
                }
            }
        }

        double f2 = 5.0 * right / (5.0 * right + 4.0 * missed + wrong);
        assertThat(f2).as("F2; %s", complaints).isGreaterThanOrEqualTo(LEAST_F2);
        assertThat(leaked / (double) personal).as("leakage; %s", complaints).isLessThanOrEqualTo(MOST_LEAKED);
    }

    @Test
    void hardlyAnythingIsFoundWhereNobodyIsMeant() {
        List<MarkedText> nobody =
                texts().stream().filter(text -> text.marks().isEmpty()).toList();

        List<String> hit = nobody.stream()
                .filter(text -> !PiiScanner.standard().scan(text.text()).isEmpty())
                .map(MarkedText::text)
                .toList();

        assertThat(hit).hasSizeLessThanOrEqualTo((int) (nobody.size() * MOST_HIT));
    }

    private static List<MarkedText> texts() {
        try (var reader = new BufferedReader(new InputStreamReader(
                InventedTextsTest.class.getResourceAsStream("invented.txt"), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.isBlank() && line.charAt(0) != '#')
                    .map(MarkedText::parse)
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
