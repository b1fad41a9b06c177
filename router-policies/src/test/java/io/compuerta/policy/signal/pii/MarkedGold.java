package io.compuerta.policy.signal.pii;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** {@code MarkedGold FILE.txt OUTPUT.jsonl}: marked texts as rows {@code {id, text, lang, source, spans}} for the scorer. */
final class MarkedGold {
    private MarkedGold() {}

    public static void main(String[] args) throws IOException {
        var json = JsonMapper.shared();
        try (var out = new PrintWriter(Files.newBufferedWriter(Path.of(args[1])))) {
            int row = 0;
            String lang = "es";
            for (String line : Files.readAllLines(Path.of(args[0]))) {
                if (line.isBlank() || line.charAt(0) == '#') {
                    lang = line.startsWith("# English") ? "en" : line.startsWith("# Spanish") ? "es" : lang;
                    continue;
                }
                MarkedText marked = MarkedText.parse(line);
                out.println(json.writeValueAsString(Map.of(
                        "id",
                        "own-" + row++,
                        "text",
                        marked.text(),
                        "lang",
                        lang,
                        "source",
                        "own",
                        "spans",
                        spans(marked))));
            }
        }
    }

    private static List<Map<String, Object>> spans(MarkedText marked) {
        List<Map<String, Object>> spans = new ArrayList<>();
        for (MarkedText.Mark mark : marked.marks()) {
            int start = marked.text().codePointCount(0, mark.start());
            int length = marked.text().codePointCount(mark.start(), mark.end());
            spans.add(Map.of(
                    "start", start, "end", start + length, "type", mark.type().name()));
        }
        return spans;
    }
}
