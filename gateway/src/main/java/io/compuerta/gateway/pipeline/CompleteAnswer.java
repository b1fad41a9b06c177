package io.compuerta.gateway.pipeline;

import io.compuerta.policy.money.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A whole answer, put together from its events.
 *
 * @param choices by index, gaps closed
 * @param usage   as the model counted it; empty when it did not say
 */
public record CompleteAnswer(List<Choice> choices, Optional<TokenUsage> usage) {

    public CompleteAnswer {
        choices = List.copyOf(choices);
    }

    /**
     * One of the answers.
     *
     * @param text      may be empty
     * @param logprobs  OpenAI's {@code logprobs} object, if the provider sent any
     */
    public record Choice(
            int index,
            String text,
            String reasoning,
            String refusal,
            List<ToolCall> toolCalls,
            Optional<JsonNode> logprobs,
            FinishReason finish) {

        public Choice {
            toolCalls = List.copyOf(toolCalls);
            // An answer read back from the cache has JSON's null where there was nothing.
            logprobs = logprobs.filter(JsonNode::isObject);
        }

        @Override
        public String toString() {
            return "Choice[" + index + ", " + text.length() + " chars, " + finish + "]";
        }
    }

    /** A tool the model wants called; {@code arguments} is a JSON text as the model wrote it. */
    public record ToolCall(String id, String name, String arguments) {
        @Override
        public String toString() {
            return "ToolCall[" + name + "]";
        }
    }

    /** The answer as events again, one piece of text a choice, without {@link AnswerEvent.Begin}. */
    public List<AnswerEvent> toEvents() {
        List<AnswerEvent> events = new ArrayList<>();
        for (Choice choice : choices) {
            int index = choice.index();
            if (!choice.reasoning().isEmpty()) {
                events.add(new AnswerEvent.Reasoning(index, choice.reasoning()));
            }
            if (!choice.text().isEmpty()) {
                events.add(new AnswerEvent.Text(index, choice.text(), choice.logprobs()));
            }
            if (!choice.refusal().isEmpty()) {
                events.add(new AnswerEvent.Refusal(index, choice.refusal()));
            }
            for (int i = 0; i < choice.toolCalls().size(); i++) {
                ToolCall call = choice.toolCalls().get(i);
                events.add(new AnswerEvent.ToolCall(index, i, call.id(), call.name()));
                events.add(new AnswerEvent.ToolArguments(index, i, call.arguments()));
            }
            events.add(new AnswerEvent.Finish(index, choice.finish()));
        }
        usage.ifPresent(tokens -> events.add(new AnswerEvent.Usage(tokens)));
        return events;
    }

    /** Collects events; not thread-safe, one a stream. */
    public static final class Collector {

        private final TreeMap<Integer, Parts> parts = new TreeMap<>();
        private Optional<TokenUsage> usage = Optional.empty();

        /** Takes the next event; those that carry no content are passed over. */
        public void add(AnswerEvent event) {
            switch (event) {
                case AnswerEvent.Text t -> {
                    Parts choice = choice(t.choice());
                    choice.text.append(t.text());
                    t.logprobs().ifPresent(choice::addLogprobs);
                }
                case AnswerEvent.Reasoning r -> choice(r.choice()).reasoning.append(r.text());
                case AnswerEvent.Refusal r -> choice(r.choice()).refusal.append(r.text());
                case AnswerEvent.ToolCall c -> {
                    PartialCall call = choice(c.choice()).call(c.index());
                    call.id = c.id();
                    call.name = c.name();
                }
                case AnswerEvent.ToolArguments a ->
                    choice(a.choice()).call(a.index()).arguments.append(a.fragment());
                case AnswerEvent.Finish f -> choice(f.choice()).finish = f.reason();
                case AnswerEvent.Usage u -> usage = Optional.of(u.tokens());
                case AnswerEvent.Billed b -> usage = Optional.of(b.tokens());
                case AnswerEvent.Begin b -> {}
                case AnswerEvent.Discarded d -> {}
                case AnswerEvent.Guarded g -> {}
            }
        }

        public CompleteAnswer complete() {
            List<Choice> choices = new ArrayList<>();
            parts.forEach((index, choice) -> choices.add(choice.complete(index)));
            return new CompleteAnswer(choices, usage);
        }

        private Parts choice(int index) {
            return parts.computeIfAbsent(index, i -> new Parts());
        }
    }

    private static final class PartialCall {
        private String id = "";
        private String name = "";
        private final StringBuilder arguments = new StringBuilder();
    }

    private static final class Parts {
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder reasoning = new StringBuilder();
        private final StringBuilder refusal = new StringBuilder();
        private final TreeMap<Integer, PartialCall> calls = new TreeMap<>();
        private Optional<ObjectNode> logprobs = Optional.empty();
        private FinishReason finish = FinishReason.STOP;

        private PartialCall call(int index) {
            return calls.computeIfAbsent(index, i -> new PartialCall());
        }

        /** Streams send {@code {content: [...]}} a chunk; the whole is the lists joined. */
        private void addLogprobs(JsonNode piece) {
            ObjectNode whole = logprobs.orElseGet(JsonNodeFactory.instance::objectNode);
            for (String key : piece.propertyNames()) {
                if (piece.path(key) instanceof ArrayNode more) {
                    whole.withArray(key).addAll(more);
                }
            }
            logprobs = Optional.of(whole);
        }

        private Choice complete(int index) {
            List<ToolCall> toolCalls = calls.values().stream()
                    .map(call -> new ToolCall(call.id, call.name, call.arguments.toString()))
                    .toList();
            return new Choice(
                    index,
                    text.toString(),
                    reasoning.toString(),
                    refusal.toString(),
                    toolCalls,
                    logprobs.map(node -> (JsonNode) node),
                    finish);
        }
    }
}
