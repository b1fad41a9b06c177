package io.compuerta.gateway.output;

import io.compuerta.gateway.pipeline.AnswerEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Keeps log-probabilities back as long as their text, since they spell its tokens out. Those of text that is cut off never
 * pass. Not thread-safe.
 */
final class Logprobs {

    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private int taken;
    private int passed;

    /** @param end how much text there was when they came */
    private record Waiting(int end, JsonNode logprobs) {

        /** Without the tokens. */
        @Override
        public String toString() {
            return "Waiting[" + end + "]";
        }
    }

    /**
     * @param text   what may pass now, of this event and those before
     * @param asItIs whether that is this event's text and nothing else
     */
    List<AnswerEvent> accept(AnswerEvent.Text event, String text, boolean asItIs) {
        taken += event.text().length();
        if (asItIs && waiting.isEmpty()) {
            passed = taken;
            return List.of(event);
        }
        event.logprobs().ifPresent(logprobs -> waiting.add(new Waiting(taken, logprobs)));
        return pass(event.choice(), text);
    }

    List<AnswerEvent> pass(int choice, String text) {
        List<AnswerEvent> out = new ArrayList<>(1);
        int from = 0;
        while (!waiting.isEmpty() && waiting.getFirst().end() <= passed + text.length()) {
            Waiting complete = waiting.removeFirst();
            int to = complete.end() - passed;
            out.add(new AnswerEvent.Text(choice, text.substring(from, to), Optional.of(complete.logprobs())));
            from = to;
        }
        if (from < text.length()) {
            out.add(new AnswerEvent.Text(choice, text.substring(from)));
        }
        passed += text.length();
        return out;
    }
}
