package io.compuerta.gateway.dispatch.local;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.EngineHealth;
import io.compuerta.engine.GenerationRequest;
import io.compuerta.gateway.pipeline.AnonymizedCall;
import io.compuerta.gateway.pipeline.AnswerEvent;
import io.compuerta.gateway.pipeline.ChatRequest;
import io.compuerta.gateway.pipeline.FinishReason;
import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.money.TokenUsage;
import java.time.Duration;
import java.util.Optional;
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

    /** @return the answer without {@link AnswerEvent.Begin}; a {@link GatewayError} when the engine cannot serve it */
    public Flux<AnswerEvent> answer(AnonymizedCall call) {
        return Flux.defer(() -> {
            ChatRequest request = call.original();
            Optional<String> missing = LocalCapabilities.missing(request);
            if (missing.isPresent()) {
                return Flux.error(new GatewayError.BadRequest(
                        "The local model does not support '" + missing.get() + "'.",
                        "unsupported_parameter",
                        missing.get()));
            }
            Usage usage = new Usage();
            return Flux.range(0, request.choices())
                    .concatMap(
                            choice -> choice(
                                    GenerationRequests.of(request, choice)
                                            .withCacheScope(call.caller().tenant()),
                                    choice,
                                    usage),
                            1)
                    .concatWith(Flux.defer(() -> Flux.just(new AnswerEvent.Usage(usage.tokens()))))
                    .onErrorMap(EngineException.class, LocalModel::asGatewayError);
        });
    }

    private Flux<AnswerEvent> choice(GenerationRequest request, int choice, Usage usage) {
        return patience.generate(request).map(event -> switch (event) {
            case EngineEvent.Text text -> new AnswerEvent.Text(choice, text.text());
            case EngineEvent.Reasoning thought -> new AnswerEvent.Reasoning(choice, thought.text());
            case EngineEvent.ToolCall call -> new AnswerEvent.ToolCall(choice, call.index(), call.id(), call.name());
            case EngineEvent.ToolArguments more -> new AnswerEvent.ToolArguments(choice, more.index(), more.fragment());
            case EngineEvent.Finished finished -> {
                usage.add(finished);
                yield new AnswerEvent.Finish(choice, reason(finished.reason()));
            }
        });
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

    /** Tokens over all choices; the prompt counts once, as OpenAI counts it. */
    private static final class Usage {
        private int prompt;
        private int cached = -1;
        private int completion;
        private int reasoning;

        private void add(EngineEvent.Finished finished) {
            prompt = finished.usage().promptTokens();
            // Later choices find the whole prompt: what counts is what the first one found.
            cached = cached < 0 ? finished.usage().cachedTokens() : cached;
            completion += finished.usage().completionTokens();
            reasoning += finished.usage().reasoningTokens();
        }

        private TokenUsage tokens() {
            return new TokenUsage(prompt, Math.max(0, cached), 0, completion, reasoning);
        }
    }
}
