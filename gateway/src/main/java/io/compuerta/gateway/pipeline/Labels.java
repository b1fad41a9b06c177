package io.compuerta.gateway.pipeline;

import io.compuerta.policy.signal.complexity.Task;
import io.compuerta.policy.signal.topic.SensitivityLevel;
import java.util.Optional;

/**
 * What the caller says of its own request, beside the request.
 *
 * @param sensitivity from {@code x-compuerta-sensitivity}; it raises what the detectors find and never lowers it
 * @param task        from {@code x-compuerta-task}; it takes the place of the guess
 */
public record Labels(Optional<SensitivityLevel> sensitivity, Optional<Task> task) {

    public static final Labels NONE = new Labels(Optional.empty(), Optional.empty());
}
