package io.compuerta.gateway.dispatch.local;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.EngineHealth;
import io.compuerta.engine.EngineStatistics;
import io.compuerta.engine.GenerationRequest;
import io.compuerta.engine.TokenLogprob;
import io.compuerta.gateway.pipeline.AnonymizedCall;
import io.compuerta.gateway.pipeline.AnswerEvent;
import io.compuerta.gateway.pipeline.ChatRequest;
import io.compuerta.gateway.pipeline.FinishReason;
import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.money.TokenUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;

/**
 * The embedded engine as something that answers calls. It gets the original text, since nothing leaves the machine.
 * Thread-safe.
 */
public final class LocalModel {

    private static final ModelId NONE = ModelId.local("unavailable");

    private final ChatEngine engine;
    private final RestartPatience patience;
    private volatile ModelId lastKnown = NONE;

    /** @param restartWait how long a request may wait for an engine that died and is being started again */
    public LocalModel(ChatEngine engine, Duration restartWait) {
        this.engine = engine;
        this.patience = new RestartPatience(engine, restartWait);
    }

    /** Also while it is being started again: its requests wait for that. */
    public boolean isAvailable() {
        return switch (engine.health()) {
            case EngineHealth.Ready ready -> true;
            case EngineHealth.Preparing soon -> soon.comingBack();
            case EngineHealth.Unavailable none -> false;
        };
    }

    /** What the engine can do now, and the advice when it can do nothing. */
    public EngineHealth health() {
        return engine.health();
    }

    /** How it stands: slots, waiting requests. A snapshot. */
    public EngineStatistics statistics() {
        return engine.statistics();
    }

    /** The model that really answers, which may be a stand-in for the configured one. */
    public ModelId id() {
        return switch (engine.health()) {
            case EngineHealth.Ready ready -> {
                ModelId present = ModelId.local(ready.model());
                lastKnown = present;
                yield present;
            }
            case EngineHealth.Preparing soon -> soon.comingBack() ? lastKnown : NONE;
            case EngineHealth.Unavailable none -> NONE;
        };
    }

    /** The model that answers a request: the one it names, if the engine has it. */
    public ModelId id(ChatRequest request) {
        String named = GenerationRequests.model(request.model());
        return named.isEmpty() ? id() : ModelId.local(named);
    }

    /** Tokens that prompt and answer of a model may take together; 0 where that is not known before it is loaded. */
    public int contextTokens(ModelId model) {
        return engine.health() instanceof EngineHealth.Ready ready
                        && (model.model() + ":").startsWith(ready.model() + ":")
                ? ready.contextTokens()
                : 0;
    }

    /** Everything that requests may name; empty while the engine is not there. */
    public List<ModelId> ids() {
        return isAvailable() ? engine.models().stream().map(ModelId::local).toList() : List.of();
    }

    /** @return the answer without {@link AnswerEvent.Begin}; a {@link GatewayError} when the engine cannot serve it */
    public Flux<AnswerEvent> answer(AnonymizedCall call) {
        return Flux.defer(() -> {
            Usage usage = new Usage();
            return said(call, UnaryOperator.identity())
                    .map(said -> event(said, usage))
                    .concatWith(usage.told());
        });
    }

    /** The same answer together with the log-probabilities of its tokens, whether or not the caller asked for them. */
    public Flux<WatchedEvent> watched(AnonymizedCall call) {
        return Flux.defer(() -> {
            Usage usage = new Usage();
            boolean asked = RequestSampling.topLogprobs(call.original()) != GenerationRequest.NO_LOGPROBS;
            return said(call, request -> asked ? request : request.withTopLogprobs(0))
                    .map(said -> watched(said, usage, asked))
                    .concatWith(usage.told().map(WatchedEvent::new));
        });
    }

    private Flux<Said> said(AnonymizedCall call, UnaryOperator<GenerationRequest> change) {
        return Flux.defer(() -> {
            ChatRequest request = call.original();
            Optional<String> missing = LocalCapabilities.missing(request);
            if (missing.isPresent()) {
                return Flux.error(new GatewayError.BadRequest(
                        "The local model does not support '" + missing.get() + "'.",
                        "unsupported_parameter",
                        missing.get()));
            }
            return choices(request, call.caller().tenant(), change)
                    .onErrorMap(EngineException.class, LocalModel::asGatewayError);
        });
    }

    /** All answers at the same time: the engine computes them together, and reads their common prompt once. */
    private Flux<Said> choices(ChatRequest request, String cacheScope, UnaryOperator<GenerationRequest> change) {
        int count = request.choices();
        List<GenerationRequest> requests = new ArrayList<>();
        for (int choice = 0; choice < count; choice++) {
            requests.add(change.apply(GenerationRequests.of(request, choice).withCacheScope(cacheScope)));
        }
        if (count == 1) {
            return patience.generate(requests.getFirst()).map(event -> new Said(0, event));
        }
        return Flux.range(0, count)
                .flatMap(
                        choice -> patience.generate(requests.get(choice)).map(event -> new Said(choice, event)),
                        count,
                        1);
    }

    /** What the engine said for one of several answers. */
    private record Said(int choice, EngineEvent event) {}

    private static WatchedEvent watched(Said said, Usage usage, boolean asked) {
        AnswerEvent event = event(said, usage);
        if (!(said.event() instanceof EngineEvent.Text text)) {
            return new WatchedEvent(event);
        }
        List<Double> logprobs =
                text.logprobs().stream().map(TokenLogprob::logprob).toList();
        if (asked) {
            return new WatchedEvent(Optional.of(event), logprobs);
        }
        // Half a character has its log-probability already and no text yet.
        return new WatchedEvent(
                text.text().isEmpty()
                        ? Optional.empty()
                        : Optional.of(new AnswerEvent.Text(said.choice(), text.text())),
                logprobs);
    }

    private static AnswerEvent event(Said said, Usage usage) {
        int choice = said.choice();
        return switch (said.event()) {
            case EngineEvent.Text text ->
                new AnswerEvent.Text(
                        choice,
                        text.text(),
                        text.logprobs().isEmpty() ? Optional.empty() : Optional.of(LogprobsJson.of(text.logprobs())));
            case EngineEvent.Reasoning thought -> new AnswerEvent.Reasoning(choice, thought.text());
            case EngineEvent.ToolCall call -> new AnswerEvent.ToolCall(choice, call.index(), call.id(), call.name());
            case EngineEvent.ToolArguments more -> new AnswerEvent.ToolArguments(choice, more.index(), more.fragment());
            case EngineEvent.Finished finished -> {
                usage.add(finished.usage());
                yield new AnswerEvent.Finish(choice, reason(finished.reason()));
            }
        };
    }

    private static FinishReason reason(EngineEvent.FinishReason reason) {
        return switch (reason) {
            case STOP -> FinishReason.STOP;
            case LENGTH -> FinishReason.LENGTH;
            case TOOL_CALLS -> FinishReason.TOOL_CALLS;
        };
    }

    private static GatewayError asGatewayError(EngineException cause) {
        return switch (cause) {
            case EngineException.ContextExceeded e ->
                new GatewayError.ContextExceeded("This model's maximum context length is " + e.contextTokens()
                        + " tokens; the messages take " + e.promptTokens() + ".");
            case EngineException.Overloaded e ->
                new GatewayError.Unavailable("The local model's queue is full.", e.retryAfter());
            case EngineException.Unsupported e ->
                new GatewayError.BadRequest(String.valueOf(e.getMessage()), "unsupported_parameter", e.parameter());
            case EngineException.Unavailable e -> new GatewayError.Unavailable("The local model is unavailable.");
        };
    }

    /** Tokens over all choices; the prompt counts once, as OpenAI counts it. One event at a time. */
    private static final class Usage {
        private int prompt;
        private int cached;
        private int completion;
        private int reasoning;

        private void add(EngineEvent.Usage one) {
            // What the other answers found in the cache is the first one's prompt.
            cached = prompt == 0 ? one.cachedTokens() : Math.min(cached, one.cachedTokens());
            prompt = one.promptTokens();
            completion += one.completionTokens();
            reasoning += one.reasoningTokens();
        }

        private Flux<AnswerEvent> told() {
            return Flux.defer(
                    () -> Flux.just(new AnswerEvent.Usage(new TokenUsage(prompt, cached, 0, completion, reasoning))));
        }
    }
}
