package io.compuerta.engine.remote;

import java.util.HashMap;
import java.util.Map;

/**
 * Reads Prometheus' text format as far as it is needed here: the sum of a name's series over all labels, such as the
 * engines of one server. Anything that is not understood is left out.
 */
final class PrometheusText {

    private final Map<String, Double> sums = new HashMap<>();

    private PrometheusText() {}

    static PrometheusText parse(String text) {
        PrometheusText parsed = new PrometheusText();
        text.lines().forEach(parsed::line);
        return parsed;
    }

    private void line(String line) {
        if (line.isBlank() || line.startsWith("#")) {
            return;
        }
        int brace = line.indexOf('{');
        int blank = line.indexOf(' ');
        boolean labelled = brace >= 0 && (blank < 0 || brace < blank);
        // A label's value may hold blanks and braces, but what follows the last brace is numbers only.
        int valueAt = labelled ? line.lastIndexOf('}') + 1 : blank;
        if (valueAt <= 0) {
            return;
        }
        String name = line.substring(0, labelled ? brace : blank).strip();
        String[] numbers = line.substring(valueAt).strip().split("\\s+");
        try {
            double value = Double.parseDouble(numbers[0]);
            if (Double.isFinite(value)) {
                sums.merge(name, value, Double::sum);
            }
        } catch (NumberFormatException e) {
            // "+Inf" and what is no number at all say nothing of a load.
            return;
        }
    }

    /** 0 when nothing has that name. */
    long sum(String name) {
        return Math.round(sums.getOrDefault(name, 0.0));
    }
}
