package io.compuerta.gateway.edge.openai;

import io.compuerta.gateway.edge.ErrorBodies;
import io.compuerta.gateway.limit.Reservation;
import io.compuerta.gateway.pipeline.Answer;
import io.compuerta.gateway.pipeline.AnswerEvent;
import io.compuerta.gateway.pipeline.CompleteAnswer;
import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.gateway.pipeline.Origin;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes an {@link Answer} as OpenAI's clients read it: one JSON body, or server-sent events flushed one by one. An error
 * before the first event stays an error, so that it gets a status; one after it becomes an {@code error} frame, the only
 * form that all known clients notice, and the stream then ends without {@code [DONE]}.
 */
public final class ChatCompletionWriter {

    private static final Logger log = LoggerFactory.getLogger(ChatCompletionWriter.class);
    private static final byte[] KEEP_ALIVE = ": keep-alive\n\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8);
    private static final MediaType EVENT_STREAM = new MediaType("text", "event-stream", StandardCharsets.UTF_8);

    private final JsonMapper json;
    private final ErrorBodies errors;
    private final Duration keepAlive;
    private final Clock clock;

    public ChatCompletionWriter(JsonMapper json, ErrorBodies errors, Duration keepAlive, Clock clock) {
        this.json = json;
        this.errors = errors;
        this.keepAlive = keepAlive;
        this.clock = clock;
    }

    public Mono<Void> write(Answer answer, ServerHttpResponse response) {
        Reservation reservation = answer.call().inspected().admitted().reservation();
        RateLimitHeaders.write(reservation.standing(), response.getHeaders());
        answer.decided()
                .ifPresent(decided -> DecisionHeaders.rule(decided.rule(), decided.policy(), response.getHeaders()));
        return answer.call().original().stream() ? writeStream(answer, response) : writeWhole(answer, response);
    }

    private Mono<Void> writeWhole(Answer answer, ServerHttpResponse response) {
        ChatJson chat = new ChatJson(json, answer.call().call().requestId(), clock.instant());
        return answer.events().collect(Whole::new, Whole::add).flatMap(whole -> {
            Origin origin = whole.origin.orElseThrow(GatewayError.Internal::new);
            HttpHeaders headers = response.getHeaders();
            DecisionHeaders.decided(origin, headers);
            whole.billed.ifPresent(billed -> DecisionHeaders.cost(billed.cost(), headers));
            DecisionHeaders.guarded(whole.guarded, headers);
            byte[] body = chat.completion(origin, whole.collector.complete());
            response.setStatusCode(HttpStatus.OK);
            headers.setContentType(MediaType.APPLICATION_JSON);
            headers.setContentLength(body.length);
            return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
        });
    }

    private Mono<Void> writeStream(Answer answer, ServerHttpResponse response) {
        StreamState state = new StreamState(
                new ChatJson(json, answer.call().call().requestId(), clock.instant()),
                answer.call().original().includeUsage());
        HttpHeaders headers = response.getHeaders();
        Flux<byte[]> frames = answer.events()
                .concatMapIterable(event -> {
                    if (event instanceof AnswerEvent.Begin begin) {
                        streamHeaders(begin.origin(), response);
                    }
                    return state.frames(event);
                })
                .concatWith(Flux.defer(() -> Flux.just(DONE)))
                .onErrorResume(e -> state.begun(), e -> Flux.just(errorFrame(e)));
        return writeFrames(withKeepAlive(frames, state), response)
                .doOnError(e -> !state.begun(), e -> headers.remove(HttpHeaders.CONTENT_TYPE));
    }

    /**
     * Ends the frames with their writing. Spring's {@code ChannelSendOperator} takes the first one before it writes; if the
     * caller has hung up by then, the writing fails and nobody reads nor cancels the rest, which would keep its slot for ever.
     */
    private static Mono<Void> writeFrames(Flux<byte[]> frames, ServerHttpResponse response) {
        DataBufferFactory buffers = response.bufferFactory();
        Disposable.Swap source = Disposables.swap();
        return response.writeAndFlushWith(frames.doOnSubscribe(subscription -> source.update(subscription::cancel))
                        .map(frame -> Mono.<DataBuffer>fromSupplier(() -> buffers.wrap(frame))))
                .doOnError(e -> source.dispose());
    }

    private static void streamHeaders(Origin origin, ServerHttpResponse response) {
        response.setStatusCode(HttpStatus.OK);
        HttpHeaders headers = response.getHeaders();
        headers.setContentType(EVENT_STREAM);
        headers.setCacheControl("no-cache");
        // nginx and its kin would otherwise hold the stream back.
        headers.set("X-Accel-Buffering", "no");
        DecisionHeaders.decided(origin, headers);
    }

    /** Comments at intervals, only once the stream has begun: before that a failure must still get a status. */
    private Flux<byte[]> withKeepAlive(Flux<byte[]> frames, StreamState state) {
        return Flux.defer(() -> {
            Sinks.Empty<Void> done = Sinks.empty();
            Flux<byte[]> comments = Flux.interval(keepAlive)
                    .takeUntilOther(done.asMono())
                    .onBackpressureDrop()
                    .filter(tick -> state.begun())
                    .map(tick -> KEEP_ALIVE);
            return Flux.merge(frames.doFinally(signal -> done.tryEmitEmpty()), comments);
        });
    }

    private byte[] errorFrame(Throwable cause) {
        GatewayError error;
        if (cause instanceof GatewayError known) {
            error = known;
        } else {
            log.error("an answer broke off: {}", cause.getClass().getName());
            error = new GatewayError.Internal();
        }
        byte[] body = errors.body(error);
        byte[] head = "event: error\ndata: ".getBytes(StandardCharsets.UTF_8);
        byte[] frame = new byte[head.length + body.length + 2];
        System.arraycopy(head, 0, frame, 0, head.length);
        System.arraycopy(body, 0, frame, head.length, body.length);
        frame[frame.length - 2] = '\n';
        frame[frame.length - 1] = '\n';
        return frame;
    }

    /** A non-streamed answer while it comes in. */
    private static final class Whole {
        private final CompleteAnswer.Collector collector = new CompleteAnswer.Collector();
        private Optional<Origin> origin = Optional.empty();
        private Optional<AnswerEvent.Billed> billed = Optional.empty();
        private final List<AnswerEvent.Guarded> guarded = new ArrayList<>();

        private void add(AnswerEvent event) {
            if (event instanceof AnswerEvent.Begin begin) {
                origin = Optional.of(begin.origin());
            }
            if (event instanceof AnswerEvent.Billed bill) {
                billed = Optional.of(bill);
            }
            if (event instanceof AnswerEvent.Guarded found) {
                guarded.add(found);
            }
            collector.add(event);
        }
    }

    /** What a stream has said so far. Events come one at a time; the flag is read by the keep-alive timer too. */
    private static final class StreamState {
        private final ChatJson chat;
        private final boolean includeUsage;
        private volatile Optional<Origin> origin = Optional.empty();

        private StreamState(ChatJson chat, boolean includeUsage) {
            this.chat = chat;
            this.includeUsage = includeUsage;
        }

        private boolean begun() {
            return origin.isPresent();
        }

        private List<byte[]> frames(AnswerEvent event) {
            if (event instanceof AnswerEvent.Begin begin) {
                origin = Optional.of(begin.origin());
                return List.of(chat.roleChunk(begin.origin(), includeUsage));
            }
            if (event instanceof AnswerEvent.Usage
                    || event instanceof AnswerEvent.Discarded
                    || event instanceof AnswerEvent.Guarded) {
                return List.of();
            }
            Origin served = origin.orElseThrow(GatewayError.Internal::new);
            if (event instanceof AnswerEvent.Billed billed) {
                return includeUsage ? List.of(chat.usageChunk(served, billed)) : List.of();
            }
            return List.of(chat.deltaChunk(served, event, includeUsage));
        }
    }
}
