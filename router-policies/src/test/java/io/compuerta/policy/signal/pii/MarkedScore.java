package io.compuerta.policy.signal.pii;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * How the standard scanner does on a file of {@link MarkedText}s.
 *
 * @param f2         micro F2 over all types
 * @param leakage    share of the letters and digits of personal data that no finding covers
 * @param hit        texts without personal data in which something was found
 * @param nobody     share of those among the texts without any
 * @param complaints what was missed and what was wrong
 */
record MarkedScore(double f2, double leakage, List<String> hit, double nobody, List<String> complaints) {

    static MarkedScore of(String resource) {
        int right = 0;
        int wrong = 0;
        int missed = 0;
        int leaked = 0;
        int personal = 0;
        int clean = 0;
        List<String> hit = new ArrayList<>();
        List<String> complaints = new ArrayList<>();
        for (MarkedText text : texts(resource)) {
            List<PiiFinding> found = PiiScanner.standard().scan(text.text());
            if (text.marks().isEmpty()) {
                clean++;
                if (!found.isEmpty()) {
                    hit.add(text.text());
                }
            }
            for (MarkedText.Mark mark : text.marks()) {
                boolean matched = found.stream().anyMatch(mark::matches);
                right += matched ? 1 : 0;
                missed += matched ? 0 : 1;
                if (!matched) {
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
        return new MarkedScore(f2, leaked / (double) personal, hit, hit.size() / (double) clean, complaints);
    }

    private static List<MarkedText> texts(String resource) {
        try (var reader = new BufferedReader(
                new InputStreamReader(MarkedScore.class.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.isBlank() && line.charAt(0) != '#')
                    .map(MarkedText::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
