package io.compuerta.gateway.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Clients of the local model that look closely at how each of their requests ends, and probes of what has nothing to do
 * with it. Every other request is streamed.
 */
final class CrashClients implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(120);
    private static final Duration LONGEST_PROBE = Duration.ofSeconds(20);
    private static final Duration BETWEEN_PROBES = Duration.ofMillis(200);

    private final String base;
    private final int clients;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLong number = new AtomicLong();
    private final AtomicLong words = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong broken = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong probes = new AtomicLong();
    private final AtomicLong missed = new AtomicLong();
    private final LongAccumulator slowestProbe = new LongAccumulator(Math::max, 0);
    private volatile boolean ending;

    CrashClients(String base, int clients) {
        this.base = base;
        this.clients = clients;
    }

    /** Everything that a gateway does for the first time happens before anything is counted. */
    void start() {
        probe();
        probes.set(0);
        missed.set(0);
        slowestProbe.reset();
        for (int client = 0; client < clients; client++) {
            threads.execute(() -> repeat(this::ask, Duration.ZERO));
        }
        threads.execute(() -> repeat(this::probe, BETWEEN_PROBES));
    }

    private void repeat(Runnable work, Duration pause) {
        while (!ending) {
            work.run();
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void ask() {
        long id = number.incrementAndGet();
        boolean stream = id % 2 == 0;
        try {
            HttpResponse<InputStream> response =
                    http.send(chat("local", id, stream), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    count(isError(body) ? refused : lost);
                } else if (stream) {
                    count(endOf(body));
                } else {
                    count(isAnswer(body) ? answered : lost);
                }
            }
        } catch (IOException cut) {
            lost.incrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void count(AtomicLong outcome) {
        outcome.incrementAndGet();
    }

    /** Reads a stream to its end. */
    private AtomicLong endOf(InputStream body) throws IOException {
        boolean done = false;
        boolean error = false;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                done |= line.equals("data: [DONE]");
                error |= line.startsWith("data:") && line.contains("\"error\":{");
                if (line.contains("\"content\":\"") && !line.contains("\"content\":\"\"")) {
                    words.incrementAndGet();
                }
            }
        }
        if (done == error) {
            return lost;
        }
        return done ? answered : broken;
    }

    private boolean isAnswer(InputStream body) throws IOException {
        boolean whole = has(body, "choices");
        if (whole) {
            words.incrementAndGet();
        }
        return whole;
    }

    private static boolean isError(InputStream body) throws IOException {
        return has(body, "error");
    }

    private static boolean has(InputStream body, String field) throws IOException {
        try {
            return JsonMapper.shared().readTree(body.readAllBytes()).has(field);
        } catch (JacksonException notJson) {
            return false;
        }
    }

    private void probe() {
        long id = number.incrementAndGet();
        probe(chat("stub/stub", id, id % 2 == 0));
        probe(HttpRequest.newBuilder(URI.create(base + "/actuator/health/liveness"))
                .timeout(LONGEST_PROBE)
                .build());
    }

    private void probe(HttpRequest request) {
        long start = System.nanoTime();
        probes.incrementAndGet();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            slowestProbe.accumulate(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
            if (response.statusCode() != 200) {
                missed.incrementAndGet();
            }
        } catch (IOException cut) {
            missed.incrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest chat(String model, long id, boolean stream) {
        return HttpRequest.newBuilder(URI.create(base + "/v1/chat/completions"))
                .timeout(model.equals("local") ? LONGEST : LONGEST_PROBE)
                .header("Authorization", "Bearer " + BenchConfig.KEY)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("""
                        {"model":"%s","stream":%s,"max_tokens":%d,"temperature":0,"messages":[{"role":"user",\
                        "content":"Guest %d asks: what is there to see near the old harbour, and when is it open?"}]}""".formatted(model, stream, 16 + id % 48, id)))
                .build();
    }

    /** Pieces of answers that have arrived: grows while the local model speaks. */
    long words() {
        return words.get();
    }

    long answered() {
        return answered.get();
    }

    long refused() {
        return refused.get();
    }

    long broken() {
        return broken.get();
    }

    long lost() {
        return lost.get();
    }

    long probes() {
        return probes.get();
    }

    long missed() {
        return missed.get();
    }

    long slowestProbe() {
        return slowestProbe.get();
    }

    /** Lets every client finish what it is at. */
    @Override
    public void close() {
        ending = true;
        threads.close();
        http.close();
    }
}
