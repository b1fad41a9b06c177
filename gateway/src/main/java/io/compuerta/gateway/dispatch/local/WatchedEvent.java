package io.compuerta.gateway.dispatch.local;

import io.compuerta.gateway.pipeline.AnswerEvent;
import java.util.List;
import java.util.Optional;

/**
 * What the local model says, with what it thought of its own words.
 *
 * @param event    what the caller may see of it, with log-probabilities only if the caller asked for them; empty for what
 *                 is there for the watcher alone
 * @param logprobs of the tokens behind it, natural logarithms; empty where the engine told none
 */
public record WatchedEvent(Optional<AnswerEvent> event, List<Double> logprobs) {

    /** What has no tokens of its own. */
    public WatchedEvent(AnswerEvent event) {
        this(Optional.of(event), List.of());
    }

    public WatchedEvent {
        logprobs = List.copyOf(logprobs);
    }
}
