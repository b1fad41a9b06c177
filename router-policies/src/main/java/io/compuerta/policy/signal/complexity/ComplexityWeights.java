package io.compuerta.policy.signal.complexity;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The trained weights, one model for each kind of question. The text format: a first line {@code compuerta-complexity 2}, a
 * line {@code subject MEAN UNIT BASE64} with one signed byte a dimension, then for each kind a line
 * {@code kind NAME BIAS} and a line {@code feature NAME MEAN SCALE WEIGHT} for every {@link Feature}.
 */
record ComplexityWeights(SubjectMatter subject, Map<QuestionKind, LinearModel> models) {

    private static final String RESOURCE = "weights.txt";
    private static final String HEADER = "compuerta-complexity 2";

    ComplexityWeights {
        models = new EnumMap<>(models);
        for (QuestionKind kind : QuestionKind.values()) {
            if (!models.containsKey(kind)) {
                throw new IllegalStateException("complexity weights lack the kind '" + kind.word() + "'");
            }
        }
    }

    LinearModel of(QuestionKind kind) {
        LinearModel model = models.get(kind);
        if (model == null) {
            throw new IllegalStateException("complexity weights lack the kind '" + kind.word() + "'");
        }
        return model;
    }

    static ComplexityWeights shipped() {
        try (InputStream stream = ComplexityWeights.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException("the jar lacks the complexity weights " + RESOURCE);
            }
            return read(new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the complexity weights", e);
        }
    }

    /** Twelve hexadecimal digits of the shipped text's SHA-256. */
    static String shippedVersion() {
        try (InputStream stream = ComplexityWeights.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException("the jar lacks the complexity weights " + RESOURCE);
            }
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(stream.readAllBytes());
            return HexFormat.of().formatHex(hash).substring(0, 12);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the complexity weights", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static ComplexityWeights read(BufferedReader lines) throws IOException {
        String header = lines.readLine();
        if (!HEADER.equals(header)) {
            throw new IllegalStateException("complexity weights must begin '" + HEADER + "', not '" + header + "'");
        }
        SubjectMatter subject = readSubject(lines.readLine());
        Map<QuestionKind, LinearModel> models = new EnumMap<>(QuestionKind.class);
        Reading reading = null;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] cells = line.split(" ");
            if (cells[0].equals("kind")) {
                if (reading != null) {
                    models.put(reading.kind, reading.finish());
                }
                reading = new Reading(QuestionKind.valueOf(constant(cells[1])), Double.parseDouble(cells[2]));
            } else if (reading != null) {
                reading.take(cells);
            } else {
                throw new IllegalStateException("complexity weights must name a kind before '" + cells[0] + "'");
            }
        }
        if (reading != null) {
            models.put(reading.kind, reading.finish());
        }
        return new ComplexityWeights(subject, models);
    }

    private static SubjectMatter readSubject(@Nullable String line) {
        String[] cells = line == null ? new String[0] : line.split(" ");
        if (cells.length != 4 || !cells[0].equals("subject")) {
            throw new IllegalStateException("complexity weights must tell the subject on their second line");
        }
        return new SubjectMatter(
                Base64.getDecoder().decode(cells[3]), Double.parseDouble(cells[2]), Double.parseDouble(cells[1]));
    }

    /** The text that {@link #read} takes. */
    String write() {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        text.append(String.format(
                Locale.ROOT, "subject %.8f %.10f %s\n", subject.mean(), subject.unit(), subject.encoded()));
        for (QuestionKind kind : QuestionKind.values()) {
            LinearModel model = of(kind);
            text.append(String.format(Locale.ROOT, "kind %s %.5f\n", kind.word(), model.bias()));
            for (Feature feature : Feature.values()) {
                int i = feature.ordinal();
                text.append(String.format(
                        Locale.ROOT,
                        "feature %s %.5f %.5f %.5f\n",
                        feature.word(),
                        model.means()[i],
                        model.scales()[i],
                        model.weights()[i]));
            }
        }
        return text.toString();
    }

    private static String constant(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static final class Reading {

        private final QuestionKind kind;
        private final double bias;
        private final double[] means = new double[Feature.COUNT];
        private final double[] scales = new double[Feature.COUNT];
        private final double[] weights = new double[Feature.COUNT];

        Reading(QuestionKind kind, double bias) {
            this.kind = kind;
            this.bias = bias;
        }

        void take(String[] cells) {
            if (!cells[0].equals("feature")) {
                throw new IllegalStateException("complexity weights know no '" + cells[0] + "'");
            }
            int i = Feature.valueOf(constant(cells[1])).ordinal();
            means[i] = Double.parseDouble(cells[2]);
            scales[i] = Double.parseDouble(cells[3]);
            weights[i] = Double.parseDouble(cells[4]);
        }

        LinearModel finish() {
            for (Feature feature : Feature.values()) {
                if (!(scales[feature.ordinal()] > 0)) {
                    throw new IllegalStateException(
                            "complexity weights of '" + kind.word() + "' lack the feature '" + feature.word() + "'");
                }
            }
            return new LinearModel(bias, means, scales, weights);
        }
    }
}
