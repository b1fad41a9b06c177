package io.compuerta.policy.signal.pii.training;

import io.compuerta.policy.signal.pii.TrainingRow;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads {@code {id, text, spans, lang, source, trainable}} and keeps the trainable rows, names and addresses only. */
final class GoldRows {
    private GoldRows() {}

    static List<TrainingRow> trainable(Path file) throws IOException {
        List<TrainingRow> rows = new ArrayList<>();
        var json = JsonMapper.shared();
        try (BufferedReader in = Files.newBufferedReader(file)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                JsonNode row = json.readTree(line);
                if (row.get("trainable").asBoolean()) {
                    rows.add(read(row));
                }
            }
        }
        return rows;
    }

    private static TrainingRow read(JsonNode row) {
        String text = row.get("text").asString();
        List<TrainingRow.Span> spans = new ArrayList<>();
        for (JsonNode span : row.get("spans")) {
            String type = span.get("type").asString();
            if (type.equals("PERSON") || type.equals("ADDRESS")) {
                int start = text.offsetByCodePoints(0, span.get("start").asInt());
                int end = text.offsetByCodePoints(0, span.get("end").asInt());
                spans.add(new TrainingRow.Span(start, end, type.equals("PERSON")));
            }
        }
        spans.sort(Comparator.comparingInt(TrainingRow.Span::start));
        return new TrainingRow(text, spans, row.get("source").asString());
    }
}
