package io.compuerta.policy.signal.complexity;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Weights of the complexity score. The text format: a first line {@code compuerta-complexity 1}, then {@code bias W}, then
 * {@code feature NAME MEAN SCALE WEIGHT} for each {@link Feature}. A feature enters as (value - mean) / scale, held within
 * {@link #WIDEST} so that no odd text can throw the score.
 */
record LinearModel(double bias, double[] means, double[] scales, double[] weights) {

    static final String RESOURCE = "weights.txt";

    private static final String HEADER = "compuerta-complexity 1";

    /** In standard deviations of the training data. */
    private static final double WIDEST = 4;

    /** What each feature adds to the logit, by ordinal. */
    double[] contributions(double[] values) {
        double[] parts = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            parts[i] = weights[i] * standardized(i, values[i]);
        }
        return parts;
    }

    double standardized(int feature, double value) {
        return Math.clamp((value - means[feature]) / scales[feature], -WIDEST, WIDEST);
    }

    static LinearModel shipped() {
        try (InputStream stream = LinearModel.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException("the jar lacks the complexity weights " + RESOURCE);
            }
            return read(new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the complexity weights", e);
        }
    }

    static LinearModel read(BufferedReader lines) throws IOException {
        String header = lines.readLine();
        if (!HEADER.equals(header)) {
            throw new IllegalStateException("complexity weights must begin '" + HEADER + "', not '" + header + "'");
        }
        double bias = 0;
        double[] means = new double[Feature.COUNT];
        double[] scales = new double[Feature.COUNT];
        double[] weights = new double[Feature.COUNT];
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] cells = line.split(" ");
            switch (cells[0]) {
                case "bias" -> bias = Double.parseDouble(cells[1]);
                case "feature" -> {
                    int i = Feature.valueOf(cells[1].toUpperCase(Locale.ROOT).replace('-', '_'))
                            .ordinal();
                    means[i] = Double.parseDouble(cells[2]);
                    scales[i] = Double.parseDouble(cells[3]);
                    weights[i] = Double.parseDouble(cells[4]);
                }
                default -> throw new IllegalStateException("complexity weights know no '" + cells[0] + "'");
            }
        }
        for (Feature feature : Feature.values()) {
            if (!(scales[feature.ordinal()] > 0)) {
                throw new IllegalStateException("complexity weights lack the feature '" + feature.word() + "'");
            }
        }
        return new LinearModel(bias, means, scales, weights);
    }

    /** The text that {@link #read} takes. */
    String write() {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        text.append(String.format(Locale.ROOT, "bias %.5f%n", bias));
        for (Feature feature : Feature.values()) {
            int i = feature.ordinal();
            text.append(String.format(
                    Locale.ROOT, "feature %s %.5f %.5f %.5f%n", feature.word(), means[i], scales[i], weights[i]));
        }
        return text.toString();
    }
}
