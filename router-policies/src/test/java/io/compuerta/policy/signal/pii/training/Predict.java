package io.compuerta.policy.signal.pii.training;

import io.compuerta.policy.signal.pii.PiiFinding;
import io.compuerta.policy.signal.pii.PiiScanner;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code Predict INPUT.jsonl OUTPUT.jsonl}: writes {@code {id, spans, ms}}, offsets in Unicode code points. */
final class Predict {
    private Predict() {}

    public static void main(String[] args) throws IOException {
        predict(Path.of(args[0]), Path.of(args[1]), PiiScanner.standard());
    }

    static void predict(Path input, Path output, PiiScanner scanner) throws IOException {
        var json = JsonMapper.shared();
        try (BufferedReader in = Files.newBufferedReader(input);
                var out = new PrintWriter(Files.newBufferedWriter(output))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.isBlank()) {
                    continue;
                }
                JsonNode row = json.readTree(line);
                String text = row.get("text").asString();
                long before = System.nanoTime();
                List<PiiFinding> findings = scanner.scan(text);
                double millis = (System.nanoTime() - before) / 1e6;
                Map<String, Object> answer = new LinkedHashMap<>();
                answer.put("id", row.get("id").asString());
                answer.put("spans", spans(text, findings));
                answer.put("ms", millis);
                out.println(json.writeValueAsString(answer));
            }
        }
    }

    private static List<Map<String, Object>> spans(String text, List<PiiFinding> findings) {
        List<Map<String, Object>> spans = new ArrayList<>();
        int at = 0;
        int points = 0;
        for (PiiFinding finding : findings) {
            points += text.codePointCount(at, finding.start());
            int length = text.codePointCount(finding.start(), finding.end());
            spans.add(Map.of(
                    "start",
                    points,
                    "end",
                    points + length,
                    "type",
                    finding.type().name()));
            at = finding.start();
        }
        return spans;
    }
}
