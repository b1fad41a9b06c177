package io.compuerta.policy.signal.firewall;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One line of the training data.
 *
 * @param source where the text comes from; what stands before a colon names the collection
 */
record LabelledPrompt(
        String id, String text, boolean attack, String kind, String lang, String source, boolean trainable) {

    /** The collection, by which cross-validation leaves data out. */
    String collection() {
        int colon = source.indexOf(':');
        return colon < 0 ? source : source.substring(0, colon);
    }

    @Override
    public String toString() {
        return "LabelledPrompt[" + id + ", " + source + "]";
    }

    static List<LabelledPrompt> read(Path jsonl) throws IOException {
        List<LabelledPrompt> prompts = new ArrayList<>();
        for (String line : Files.readAllLines(jsonl)) {
            if (!line.isBlank()) {
                Map<String, String> fields = new FlatJson(line).fields();
                prompts.add(new LabelledPrompt(
                        fields.getOrDefault("id", ""),
                        fields.getOrDefault("text", ""),
                        "attack".equals(fields.get("label")),
                        fields.getOrDefault("kind", ""),
                        fields.getOrDefault("lang", "und"),
                        fields.getOrDefault("source", ""),
                        "true".equals(fields.get("trainable"))));
            }
        }
        return prompts;
    }

    /** Reads an object of strings and literals, which is all a line holds: the module has no JSON library. */
    private static final class FlatJson {
        private final String line;
        private int at;

        FlatJson(String line) {
            this.line = line;
        }

        Map<String, String> fields() {
            Map<String, String> fields = new LinkedHashMap<>();
            at = line.indexOf('{') + 1;
            while (line.indexOf('"', at) >= 0) {
                at = line.indexOf('"', at);
                String key = string();
                at = line.indexOf(':', at) + 1;
                while (line.charAt(at) == ' ') {
                    at++;
                }
                if (line.charAt(at) == '"') {
                    fields.put(key, string());
                } else {
                    int end = at;
                    while (",}".indexOf(line.charAt(end)) < 0) {
                        end++;
                    }
                    fields.put(key, line.substring(at, end).strip());
                    at = end;
                }
            }
            return fields;
        }

        private String string() {
            StringBuilder text = new StringBuilder();
            for (at++; line.charAt(at) != '"'; at++) {
                char c = line.charAt(at);
                if (c == '\\') {
                    c = line.charAt(++at);
                    switch (c) {
                        case 'n' -> text.append('\n');
                        case 't' -> text.append('\t');
                        case 'r' -> text.append('\r');
                        case 'b' -> text.append('\b');
                        case 'f' -> text.append('\f');
                        case 'u' -> {
                            text.append((char) Integer.parseInt(line, at + 1, at + 5, 16));
                            at += 4;
                        }
                        default -> text.append(c);
                    }
                } else {
                    text.append(c);
                }
            }
            at++;
            return text.toString();
        }
    }
}
