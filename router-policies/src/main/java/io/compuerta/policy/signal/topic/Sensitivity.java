package io.compuerta.policy.signal.topic;

import java.util.Objects;
import java.util.Set;

/** The sensitivity of a request and its topics (none is the common case). */
public record Sensitivity(SensitivityLevel level, Set<Topic> topics) {

    public Sensitivity {
        Objects.requireNonNull(level, "level");
        topics = Set.copyOf(topics);
    }
}
