package io.compuerta.gateway.bench;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * A closed loop of clients: each sends its next request when its last one is answered. Every request has its own text, so
 * that no cache answers it.
 */
final class Load {

    private static final AtomicLong NUMBER = new AtomicLong();
    private static final String END_MARK = "data: [DONE]";
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final HttpClient http;
    private final String url;
    private final String model;
    private final boolean stream;
    private final int clients;
    private final Duration pause;

    Load(String url, String key, boolean stream, int clients) {
        this(url, key, "auto", stream, clients, Duration.ZERO);
    }

    /** @param pause of each client between an answer and its next request */
    Load(String url, String key, String model, boolean stream, int clients, Duration pause) {
        this.url = url;
        this.model = model;
        this.stream = stream;
        this.clients = clients;
        this.pause = pause;
        this.http = HttpClient.create(ConnectionProvider.create("load", clients))
                .headers(headers -> headers.set(HttpHeaderNames.AUTHORIZATION, "Bearer " + key)
                        .set(HttpHeaderNames.CONTENT_TYPE, "application/json"))
                .responseTimeout(LONGEST);
    }

    /**
     * What one run came to; times in microseconds.
     *
     * @param errors answers that were not 200, streams without their end mark, and requests without an answer
     */
    record Outcome(double requestsPerSecond, Histogram whole, Histogram firstByte, long errors) {

        long p50() {
            return whole.getValueAtPercentile(50);
        }

        long p99() {
            return whole.getValueAtPercentile(99);
        }

        long firstByteP50() {
            return firstByte.getValueAtPercentile(50);
        }

        long firstByteP99() {
            return firstByte.getValueAtPercentile(99);
        }
    }

    Outcome run(Duration length) {
        Histogram whole = new ConcurrentHistogram(LONGEST.toNanos() / 1000, 3);
        Histogram firstByte = new ConcurrentHistogram(LONGEST.toNanos() / 1000, 3);
        AtomicLong errors = new AtomicLong();
        long start = System.nanoTime();
        long end = start + length.toNanos();
        Flux.range(0, clients)
                .flatMap(
                        client -> paced(Mono.defer(() -> one(whole, firstByte, errors)))
                                .repeat(() -> System.nanoTime() < end)
                                .then(),
                        clients)
                .blockLast(length.plus(LONGEST).plus(LONGEST));
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Outcome(whole.getTotalCount() / seconds, whole, firstByte, errors.get());
    }

    /** Keeps the clients asking until it is disposed of, which cuts the answers that run. */
    Disposable keepBusy() {
        Histogram ignored = new ConcurrentHistogram(LONGEST.toNanos() / 1000, 1);
        AtomicLong errors = new AtomicLong();
        return Flux.range(0, clients)
                .flatMap(
                        client -> paced(Mono.defer(() -> one(ignored, ignored, errors)))
                                .repeat()
                                .then(),
                        clients)
                .subscribe();
    }

    private Mono<Void> paced(Mono<Void> request) {
        return pause.isZero() ? request : request.then(Mono.delay(pause)).then();
    }

    private Mono<Void> one(Histogram whole, Histogram firstByte, AtomicLong errors) {
        long sent = System.nanoTime();
        return http.post()
                .uri(url)
                .send(ByteBufFlux.fromString(
                        Mono.just(body()), StandardCharsets.UTF_8, io.netty.buffer.ByteBufAllocator.DEFAULT))
                .response((response, content) -> {
                    if (response.status().code() != 200) {
                        errors.incrementAndGet();
                    }
                    StringBuilder end = new StringBuilder();
                    return content.doOnNext(piece -> {
                                if (end.isEmpty()) {
                                    firstByte.recordValue(micros(sent));
                                }
                                keepEnd(end, piece.toString(StandardCharsets.ISO_8859_1));
                            })
                            .doOnComplete(() -> {
                                if (stream && response.status().code() == 200 && end.indexOf(END_MARK) < 0) {
                                    errors.incrementAndGet();
                                }
                            });
                })
                .doOnComplete(() -> whole.recordValue(micros(sent)))
                .onErrorResume(e -> {
                    errors.incrementAndGet();
                    return Mono.empty();
                })
                .then();
    }

    /** The mark may come in two pieces. */
    private static void keepEnd(StringBuilder end, String piece) {
        end.append(piece);
        end.delete(0, Math.max(0, end.length() - 2 * END_MARK.length()));
    }

    private static long micros(long since) {
        return Math.min((System.nanoTime() - since) / 1000, LONGEST.toNanos() / 1000);
    }

    private String body() {
        return """
                {"model":"%s","stream":%s,"messages":[{"role":"system","content":"You help the guests of a travel \
                company. Be brief and polite."},{"role":"user","content":"Request %d: please compare the two flats we \
                talked about, tell me which one is closer to the beach and whether breakfast is part of the price."}]}""".formatted(model, stream, NUMBER.incrementAndGet());
    }
}
