package io.compuerta.gateway.cli.explain;

import io.compuerta.gateway.explain.Question;
import io.compuerta.gateway.explain.QuestionReader;
import io.compuerta.gateway.explain.QuestionSignals;
import io.compuerta.gateway.firewall.FirewallPreview;
import io.compuerta.policy.calibrate.Calibrations;
import io.compuerta.policy.decide.Ask;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.PolicySet;
import io.compuerta.policy.privacy.PrivacyPolicy;
import io.compuerta.policy.signal.Signals;
import io.compuerta.policy.signal.complexity.Meaning;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads a file of requests for other commands, with the signals that {@code explain} finds in their text. */
public final class TrafficLines implements AutoCloseable {

    private static final int LONGEST_LINE = 64 << 20;
    private static final String TENANT = "development";
    private static final List<String> QUESTION =
            List.of("text", "messages", "model", "tools", "response_format", "max_tokens", "max_completion_tokens");

    private final JsonMapper json = JsonMapper.builder().build();
    private final QuestionReader reader = new QuestionReader(json, "the line");
    private final int threads = Runtime.getRuntime().availableProcessors();
    private final QuestionMeanings meanings;
    private final QuestionSignals detectors;

    /** @param privacy what counts as personal data of a tenant */
    public TrafficLines(Path dataDirectory, Calibrations calibrations, PrivacyPolicy privacy) {
        this.meanings = QuestionMeanings.inside(dataDirectory, threads);
        this.detectors = new QuestionSignals(calibrations, privacy::rules, FirewallPreview.shipped());
    }

    /**
     * One request.
     *
     * @param id      the line's, or its number when it has none
     * @param signals empty when the line has neither text nor messages
     * @param ask     what the caller asked for; empty in the same case
     * @param fields  everything else on the line
     */
    public record Line(String id, String tenant, Optional<Signals> signals, Optional<Ask> ask, ObjectNode fields) {

        /** Without the fields: some could hold text. */
        @Override
        public String toString() {
            return "Line[" + id + "]";
        }
    }

    /** A line that a command cannot use. The message must not quote it. */
    public static final class Unusable extends RuntimeException {
        public Unusable(String message) {
            super(message);
        }
    }

    /** What became of the lines. @param problems the first few, as {@code line 7: why} */
    public record Tally(long lines, long unusable, List<String> problems) {}

    private record Read(
            long number, @Nullable Line line, @Nullable String problem) {}

    /** Tells the lines in their order; one that {@code each} finds {@link Unusable} is counted. */
    public Tally read(Path file, Consumer<Line> each) throws IOException {
        long[] counts = new long[2];
        List<String> problems = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            Lines lines = new Lines(in, LONGEST_LINE);
            new OrderedWork(threads).run(() -> next(lines), this::read, read -> {
                counts[0]++;
                String problem = read.problem();
                if (read.line() != null) {
                    try {
                        each.accept(read.line());
                    } catch (Unusable e) {
                        problem = e.getMessage();
                    }
                }
                if (problem != null) {
                    counts[1]++;
                    if (problems.size() < 3) {
                        problems.add("line " + read.number() + ": " + problem);
                    }
                }
            });
        }
        return new Tally(counts[0], counts[1], List.copyOf(problems));
    }

    private static Lines.@Nullable Line next(Lines lines) throws IOException {
        Lines.Line line = lines.next();
        while (line != null && line.isBlank()) {
            line = lines.next();
        }
        return line;
    }

    private Read read(Lines.Line line) {
        try {
            return new Read(line.number(), parsed(line), null);
        } catch (QuestionReader.Malformed | Unusable e) {
            return new Read(line.number(), null, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // The message might quote the line.
            return new Read(
                    line.number(), null, "it broke a detector (" + e.getClass().getName() + ")");
        }
    }

    private Line parsed(Lines.Line line) {
        if (line.tooLong()) {
            throw new Unusable("longer than " + (LONGEST_LINE >> 20) + " MB");
        }
        ObjectNode root = reader.parse(line.bytes());
        String id = root.path("id").isValueNode() && !root.path("id").isNull()
                ? root.path("id").asString()
                : "line " + line.number();
        String tenant = root.path("tenant").asString(TENANT);
        Optional<Signals> signals = Optional.empty();
        Optional<Ask> ask = Optional.empty();
        if (root.has("text") || root.has("messages")) {
            ObjectNode question = json.createObjectNode();
            for (String key : QUESTION) {
                JsonNode value = root.path(key);
                if (!value.isMissingNode()) {
                    question.set(key, value);
                }
            }
            Question read = reader.read(json.writeValueAsBytes(question)).question();
            signals = Optional.of(signals(read, tenant));
            ask = Optional.of(read.messages() ? read.ask() : Ask.of(model(root), read.conversation()));
        }
        root.remove(List.of("text", "messages"));
        return new Line(id, tenant, signals, ask, root);
    }

    /** As the gateway itself does: every id of the local engine asks for the local engine. */
    private static String model(ObjectNode root) {
        String asked = root.path("model").asString(PolicySet.AUTO);
        return asked.startsWith(ModelId.LOCAL_PROVIDER + "/") ? PolicySet.LOCAL : asked;
    }

    private Signals signals(Question question, String tenant) {
        QuestionSignals.Reading reading = detectors.read(question, tenant);
        Optional<Meaning> meaning =
                meanings.of(question.conversation().question(), reading.draft().complexity());
        return detectors.signals(reading, meaning, tenant);
    }

    @Override
    public void close() {
        meanings.close();
    }
}
