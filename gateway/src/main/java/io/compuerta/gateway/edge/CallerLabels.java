package io.compuerta.gateway.edge;

import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.gateway.pipeline.Labels;
import io.compuerta.policy.signal.complexity.Task;
import io.compuerta.policy.signal.topic.SensitivityLevel;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;

/** Reads the headers in which a caller describes its own request. */
final class CallerLabels {

    static final String SENSITIVITY = "x-compuerta-sensitivity";
    static final String TASK = "x-compuerta-task";

    private CallerLabels() {}

    /**
     * A header that is sent several times, as a proxy may add its own, counts with its gravest sensitivity and its first
     * task.
     *
     * @throws GatewayError.BadRequest when a word is not known: a label that was meant to protect must not be passed over
     */
    static Labels of(HttpHeaders headers) {
        if (!headers.containsHeader(SENSITIVITY) && !headers.containsHeader(TASK)) {
            return Labels.NONE;
        }
        Optional<SensitivityLevel> sensitivity = values(
                        headers,
                        SENSITIVITY,
                        SensitivityLevel::ofWord,
                        SensitivityLevel.values(),
                        SensitivityLevel::word)
                .max(Comparator.naturalOrder());
        Optional<Task> task =
                values(headers, TASK, Task::ofWord, Task.values(), Task::word).findFirst();
        return new Labels(sensitivity, task);
    }

    private static <T> Stream<T> values(
            HttpHeaders headers,
            String header,
            Function<String, Optional<T>> read,
            T[] allowed,
            Function<T, String> word) {
        List<T> found = headers.getOrEmpty(header).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(value -> read.apply(value.strip().toLowerCase(Locale.ROOT))
                        .orElseThrow(() -> new GatewayError.BadRequest(
                                "Invalid '" + header + "': the header must be one of "
                                        + Arrays.stream(allowed).map(word).collect(Collectors.joining(", ")) + ".",
                                "invalid_value",
                                header)))
                .toList();
        return found.stream();
    }
}
