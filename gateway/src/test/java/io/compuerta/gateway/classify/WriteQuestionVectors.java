package io.compuerta.gateway.classify;

import io.compuerta.engine.Embedder;
import io.compuerta.engine.djl.DjlEmbedder;
import io.compuerta.engine.djl.EmbedderSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the meanings of training questions for {@code ComplexityTraining --vectors}, with the embedder that the gateway
 * runs.
 *
 * <pre>
 * WriteQuestionVectors OUTPUT DATA.jsonl... everyday=FILE.tsv fields=FILE.tsv
 * </pre>
 */
final class WriteQuestionVectors {

    private WriteQuestionVectors() {}

    public static void main(String[] arguments) throws IOException {
        Map<String, String> questions = new LinkedHashMap<>();
        for (String argument : List.of(arguments).subList(1, arguments.length)) {
            int equals = argument.indexOf('=');
            if (equals < 0) {
                readOutcomes(Path.of(argument), questions);
            } else {
                readOwn(argument.substring(0, equals), Path.of(argument.substring(equals + 1)), questions);
            }
        }
        Path natives = Files.createTempDirectory("vectors");
        EmbedderSettings settings = new EmbedderSettings(natives, 1, 1);
        try (Embedder embedder = DjlEmbedder.open(settings);
                PrintStream out = new PrintStream(Path.of(arguments[0]).toFile())) {
            for (Map.Entry<String, String> question : questions.entrySet()) {
                float[] vector = embedder.embed(List.of(question.getValue()), Duration.ofMinutes(1))
                        .blockOptional()
                        .orElseThrow()
                        .getFirst()
                        .vector();
                ByteBuffer bytes = ByteBuffer.allocate(4 * vector.length).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asFloatBuffer().put(vector);
                out.println(question.getKey() + "\t" + Base64.getEncoder().encodeToString(bytes.array()));
            }
        }
        System.out.println(questions.size() + " vectors in " + arguments[0]);
    }

    private static void readOutcomes(Path file, Map<String, String> into) throws IOException {
        JsonMapper json = JsonMapper.shared();
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank()) {
                JsonNode row = json.readTree(line);
                into.put(row.path("id").asString(), row.path("prompt").asString());
            }
        }
    }

    /** Ids are the set's name and the number of the row, as the training numbers them. */
    private static void readOwn(String set, Path file, Map<String, String> into) throws IOException {
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                into.put(set + "-" + number++, line.split("\t")[2].replace("\\n", "\n"));
            }
        }
    }
}
