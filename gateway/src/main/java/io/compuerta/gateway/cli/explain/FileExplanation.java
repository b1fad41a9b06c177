package io.compuerta.gateway.cli.explain;

import io.compuerta.gateway.explain.Explanation;
import io.compuerta.gateway.explain.ExplanationJson;
import io.compuerta.gateway.explain.Question;
import io.compuerta.gateway.explain.QuestionReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;

/** Explains a stream of lines: one result for each line, in their order, with all cores and little memory. */
final class FileExplanation {

    /** A batch ends at whichever comes first. */
    private static final int BATCH_LINES = 64;

    private static final int BATCH_BYTES = 1 << 20;
    private static final int LONGEST_LINE = 64 << 20;

    private final Function<Question, Explanation> explainer;
    private final JsonMapper json = JsonMapper.builder().build();
    private final QuestionReader reader = new QuestionReader(json, "the line");
    private final ExplanationJson writer = new ExplanationJson(json);
    private final OrderedWork work;

    FileExplanation(Function<Question, Explanation> explainer, int threads) {
        this.explainer = explainer;
        this.work = new OrderedWork(threads);
    }

    /** @param malformed lines that got an {@code error} instead of an explanation */
    record Tally(long lines, long malformed) {

        Tally plus(Tally other) {
            return new Tally(lines + other.lines, malformed + other.malformed);
        }
    }

    private record Written(byte[] bytes, Tally tally) {}

    /** Lines that are read but not yet written, at most. */
    int lookAhead() {
        return work.lookAhead() * BATCH_LINES;
    }

    /**
     * @param progress told the lines written and the bytes read, after each batch
     * @return how many lines there were; blank ones do not count
     */
    Tally run(InputStream in, OutputStream out, ObjLongConsumer<Tally> progress) throws IOException {
        Lines lines = new Lines(in, LONGEST_LINE);
        Tally[] sum = {new Tally(0, 0)};
        work.run(() -> batch(lines), this::explain, written -> {
            out.write(written.bytes());
            sum[0] = sum[0].plus(written.tally());
            progress.accept(sum[0], lines.position());
        });
        out.flush();
        return sum[0];
    }

    private static @Nullable List<Lines.Line> batch(Lines lines) throws IOException {
        List<Lines.Line> batch = new ArrayList<>(BATCH_LINES);
        int bytes = 0;
        while (batch.size() < BATCH_LINES && bytes < BATCH_BYTES) {
            Lines.Line line = lines.next();
            if (line == null) {
                break;
            }
            if (!line.isBlank()) {
                batch.add(line);
                bytes += line.bytes().length;
            }
        }
        return batch.isEmpty() ? null : batch;
    }

    private Written explain(List<Lines.Line> batch) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long malformed = 0;
        for (Lines.Line line : batch) {
            byte[] result;
            try {
                result = explain(line);
            } catch (QuestionReader.Malformed e) {
                malformed++;
                result = error(e.id(), line, String.valueOf(e.getMessage()));
            } catch (RuntimeException e) {
                // One line must not cost the others their answers. The message might quote the line.
                malformed++;
                result = error(
                        NullNode.getInstance(),
                        line,
                        "the line broke a detector (" + e.getClass().getName() + ")");
            }
            out.writeBytes(result);
            out.write('\n');
        }
        return new Written(out.toByteArray(), new Tally(batch.size(), malformed));
    }

    private byte[] explain(Lines.Line line) {
        if (line.tooLong()) {
            throw new QuestionReader.Malformed(
                    NullNode.getInstance(), "the line is longer than " + (LONGEST_LINE >> 20) + " MB");
        }
        QuestionReader.Line read = reader.read(line.bytes());
        return json.writeValueAsBytes(writer.write(read.id(), read.question(), explainer.apply(read.question())));
    }

    private byte[] error(JsonNode id, Lines.Line line, String message) {
        var node = json.createObjectNode();
        node.set("id", id);
        return json.writeValueAsBytes(node.put("line", line.number()).put("error", message));
    }
}
