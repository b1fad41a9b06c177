package io.compuerta.policy.signal.complexity;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Meanings of the training questions by id. A file of them has a line {@code ID TAB BASE64} of little-endian floats for each
 * question; the gateway's tests have the program that writes it.
 */
record QuestionVectors(Map<String, Meaning> byId) {

    static final QuestionVectors NONE = new QuestionVectors(Map.of());

    static QuestionVectors read(Path file) throws IOException {
        Map<String, Meaning> vectors = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            int tab = line.indexOf('\t');
            float[] vector = new float[Meaning.DIMENSION];
            ByteBuffer.wrap(Base64.getDecoder().decode(line.substring(tab + 1)))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(vector);
            vectors.put(line.substring(0, tab), new Meaning(vector));
        }
        return new QuestionVectors(vectors);
    }

    @Nullable
    Meaning of(TrainingExample example) {
        return byId.get(example.id());
    }
}
