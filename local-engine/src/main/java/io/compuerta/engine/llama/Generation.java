package io.compuerta.engine.llama;

import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineEvent.FinishReason;
import io.compuerta.engine.EngineEvent.Usage;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.GenerationRequest;
import io.compuerta.engine.Priority;
import io.compuerta.engine.chat.Grammar;
import io.compuerta.engine.chat.RenderedChat;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.FluxSink;

/**
 * One answer in the making: what was asked, what was said so far, and where it goes. Everything but {@link #fail}, {@link #depart},
 * {@link #cancelled} and {@link #isWanted} belongs to the engine's thread.
 */
final class Generation {

    private final RenderedChat chat;
    private final GenerationRequest request;
    private final FluxSink<EngineEvent> sink;
    private final String adapter;
    private final AnswerText text;
    private final Runnable onDeparture;
    private final AtomicBoolean departed = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final CacheKey cacheKey;
    private final PromptBacklog.Share backlog;
    private final Stopwatch watch = new Stopwatch();

    private int[] tokens = new int[0];
    private int size;
    private int promptTokens;
    private int cachedTokens;
    private int reasoningTokens;
    private int evaluated;
    private boolean prepared;
    private @Nullable TokenSampler sampler;

    /**
     * @param adapter     that the model answers with, or empty
     * @param backlog     its part in what is to be read
     * @param onDeparture runs once, when the answer ends or is cancelled, before the reader learns of it
     */
    Generation(
            RenderedChat chat,
            String adapter,
            FluxSink<EngineEvent> sink,
            PromptBacklog.Share backlog,
            Runnable onDeparture) {
        this.adapter = adapter;
        this.backlog = backlog;
        this.onDeparture = onDeparture;
        this.chat = chat;
        this.request = chat.request();
        this.cacheKey = new CacheKey(adapter, request.cacheScope());
        this.sink = sink;
        this.text = new AnswerText(request.stop());
    }

    RenderedChat chat() {
        return chat;
    }

    /** The LoRA adapter under which all tokens have to be evaluated; empty for none. */
    String adapter() {
        return adapter;
    }

    Priority priority() {
        return request.priority();
    }

    /** Who may share its tokens. */
    CacheKey cacheKey() {
        return cacheKey;
    }

    Stopwatch watch() {
        return watch;
    }

    /** Whether the prompt is tokenized. */
    boolean isPrepared() {
        return prepared;
    }

    /** @throws EngineException.Unsupported if the request asks for what this model's tokens cannot give */
    void makeSampler(LlamaModel model) {
        Grammar grammar = chat.grammar();
        AnswerGrammar rules = grammar == null ? null : AnswerGrammar.of(model, grammar);
        try {
            sampler = new TokenSampler(model, request.sampling(), rules);
        } catch (EngineException refused) {
            if (rules != null) {
                rules.close();
            }
            throw refused;
        }
    }

    void prepare(int[] prompt) {
        tokens = prompt;
        size = prompt.length;
        promptTokens = prompt.length;
        prepared = true;
        backlog.unread(prompt.length);
    }

    /** Nobody listens any more, or the answer has ended. */
    boolean cancelled() {
        return sink.isCancelled();
    }

    /** Whether the reader asked for more: tokens are made only then. */
    boolean isWanted() {
        return sink.requestedFromDownstream() > 0;
    }

    /** Tokens that the model has not seen yet: the rest of the prompt, or the last token drawn. */
    int pending() {
        return size - evaluated;
    }

    int evaluated() {
        return evaluated;
    }

    int token(int position) {
        return tokens[position];
    }

    /** Prompt and answer so far; only the first {@link #size()} count, and those never change. */
    int[] tokens() {
        return tokens;
    }

    int size() {
        return size;
    }

    void evaluatedMore(int count) {
        boolean readsPrompt = evaluated < promptTokens;
        evaluated += count;
        if (readsPrompt) {
            backlog.unread(Math.max(0, promptTokens - evaluated));
        }
    }

    /** Whether the model has yet to see part of the prompt. */
    boolean isReading() {
        return evaluated < promptTokens;
    }

    /**
     * Has a slot.
     *
     * @param kept tokens that its attention cache holds already
     */
    void seated(int kept) {
        evaluated = kept;
        if (watch.seated()) {
            cachedTokens = kept;
        }
        backlog.seated();
        backlog.unread(Math.max(0, promptTokens - kept));
    }

    /**
     * Draws the next token.
     *
     * @param logits of all tokens; overwritten
     * @param room   tokens that prompt and answer may take together
     * @return whether the answer is complete now
     */
    boolean advance(float[] logits, LlamaModel model, int room) {
        TokenSampler present = sampler;
        if (present == null) {
            throw new IllegalStateException("the answer has no sampler");
        }
        TokenLikelihood likelihood =
                request.wantsLogprobs() ? new TokenLikelihood(logits.clone(), request.topLogprobs(), model) : null;
        int token;
        try {
            token = present.draw(logits);
        } catch (EngineException deadEnd) {
            fail(deadEnd);
            return true;
        }
        watch.drew();
        if (model.endsGeneration(token)) {
            finish(FinishReason.STOP);
            return true;
        }
        if (chat.reader().isThinking()) {
            reasoningTokens++;
        }
        append(token);
        byte[] bytes = model.piece(token);
        emit(text.add(bytes, likelihood == null ? null : likelihood.of(token, bytes)));
        if (text.isStopped()) {
            end(FinishReason.STOP);
            return true;
        }
        if (size - promptTokens >= request.maxTokens() || size >= room) {
            finish(FinishReason.LENGTH);
            return true;
        }
        return false;
    }

    /** Ends the answer with an error unless it has ended already; from any thread. */
    void fail(EngineException reason) {
        depart();
        // Native code that gives up and the engine's thread may both want the last word.
        if (ended.compareAndSet(false, true)) {
            sink.error(reason);
        }
    }

    /** Gives the place among the admitted back; from any thread, any number of times. */
    void depart() {
        if (departed.compareAndSet(false, true)) {
            backlog.close();
            onDeparture.run();
        }
    }

    /** Frees what is native. */
    void release() {
        TokenSampler present = sampler;
        if (present != null) {
            present.close();
            sampler = null;
        }
    }

    private void finish(FinishReason reason) {
        emit(text.finish());
        end(reason);
    }

    private void end(FinishReason reason) {
        FinishReason known = chat.reader().finish(reason, sink::next);
        depart();
        if (ended.compareAndSet(false, true)) {
            Usage usage = new Usage(promptTokens, cachedTokens, size - promptTokens, reasoningTokens);
            sink.next(new EngineEvent.Finished(known, usage, watch.timing()));
            sink.complete();
        }
    }

    private void emit(AnswerText.Piece piece) {
        chat.reader().read(piece.text(), piece.logprobs(), sink::next);
    }

    private void append(int token) {
        if (size == tokens.length) {
            tokens = Arrays.copyOf(tokens, size + Math.max(64, size / 2));
        }
        tokens[size++] = token;
    }
}
