package io.compuerta.engine.remote;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One server: how it stands, and how it is asked for that. Thread-safe. */
final class RemoteServer {

    private static final Duration LONGEST_LOOK = Duration.ofSeconds(5);

    private final URI baseUrl;
    private final RemoteSettings settings;
    private final HttpClient http;
    private final JsonMapper json;
    private final Duration longestLook;
    private final AtomicInteger inFlight = new AtomicInteger();

    /** Requests sent since the last look, which its load does not hold yet. */
    private final AtomicLong unseen = new AtomicLong();

    private volatile boolean looked;
    private volatile State state = new State(false, "", 0, ServerLoad.UNKNOWN, "it has not been looked at yet");

    /**
     * How it stood at the last look.
     *
     * @param contextTokens 0 where it does not tell
     * @param trouble       why it is not well, for people; empty when it is
     */
    record State(boolean well, String model, int contextTokens, ServerLoad load, String trouble) {}

    RemoteServer(URI baseUrl, RemoteSettings settings, HttpClient http, JsonMapper json) {
        this(baseUrl, settings, http, json, LONGEST_LOOK);
    }

    /** @param longestLook with all that it asks for */
    RemoteServer(URI baseUrl, RemoteSettings settings, HttpClient http, JsonMapper json, Duration longestLook) {
        this.baseUrl = baseUrl;
        this.settings = settings;
        this.http = http;
        this.json = json;
        this.longestLook = longestLook;
    }

    State state() {
        return state;
    }

    /** Whether it was looked at, with whatever result. */
    boolean looked() {
        return looked;
    }

    /** Host and port: what log lines and errors may tell. */
    String name() {
        return baseUrl.getAuthority();
    }

    URI chatUrl() {
        return URI.create(baseUrl.toString().replaceAll("/+$", "") + "/chat/completions");
    }

    int inFlight() {
        return inFlight.get();
    }

    /** Requests that run there, as far as is known. */
    long running() {
        return Math.max(state.load().running() + unseen.get(), inFlight.get());
    }

    void began() {
        inFlight.incrementAndGet();
        unseen.incrementAndGet();
    }

    void ended() {
        inFlight.decrementAndGet();
    }

    /** It did not take a connection: nobody else is sent there before the next look. */
    void failed(String trouble) {
        State last = state;
        state = new State(false, last.model(), last.contextTokens(), last.load(), trouble);
    }

    /** Asks for health, models and load. Blocks. */
    void look() throws InterruptedException {
        long end = System.nanoTime() + longestLook.toNanos();
        try {
            unseen.set(0);
            String path = settings.flavour().healthPath();
            int status = path.isEmpty() ? 200 : get(root(path), end).statusCode();
            if (status != 200) {
                failed("its health answers " + status);
                return;
            }
            State seen = models(end);
            state = seen.well() ? new State(true, seen.model(), seen.contextTokens(), load(end), "") : seen;
        } catch (IOException e) {
            failed("it cannot be reached (" + e.getClass().getSimpleName() + ")");
        } finally {
            looked = true;
        }
    }

    private State models(long end) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(URI.create(baseUrl.toString().replaceAll("/+$", "") + "/models"), end);
        if (answer.statusCode() != 200) {
            return trouble("its list of models answers " + answer.statusCode());
        }
        try {
            for (JsonNode entry : json.readTree(answer.body()).path("data")) {
                String id = entry.path("id").asString("");
                if (settings.model().isEmpty() || settings.model().equals(id)) {
                    return new State(true, id, contextTokens(entry), ServerLoad.UNKNOWN, "");
                }
            }
        } catch (JacksonException e) {
            return trouble("its list of models is no JSON");
        }
        return trouble(settings.model().isEmpty() ? "it has no model" : "it does not list " + settings.model());
    }

    private static State trouble(String what) {
        return new State(false, "", 0, ServerLoad.UNKNOWN, what);
    }

    /** vLLM and SGLang say {@code max_model_len}, llama-server {@code meta.n_ctx}. */
    private static int contextTokens(JsonNode entry) {
        int told = entry.path("max_model_len").asInt(0);
        return told > 0 ? told : entry.path("meta").path("n_ctx").asInt(0);
    }

    private ServerLoad load(long end) throws IOException, InterruptedException {
        Optional<RemoteFlavour.Meters> meters = settings.flavour().meters();
        if (meters.isEmpty()) {
            return ServerLoad.UNKNOWN;
        }
        HttpResponse<String> answer = get(root(meters.get().path()), end);
        // Some serve them only when started so: then the load is what this engine itself sends.
        return answer.statusCode() == 200
                ? ServerLoad.of(PrometheusText.parse(answer.body()), meters.get())
                : ServerLoad.UNKNOWN;
    }

    private URI root(String path) {
        String prefix = baseUrl.getPath() == null ? "" : baseUrl.getPath().replaceAll("/v1/*$", "");
        return baseUrl.resolve(prefix.replaceAll("/+$", "") + path);
    }

    /** The client's own time limit ends with the headers: a body that stops halfway would be waited for for ever. */
    private HttpResponse<String> get(URI uri, long end) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).GET();
        if (!settings.apiKey().isEmpty()) {
            request.header("Authorization", "Bearer " + settings.apiKey());
        }
        CompletableFuture<HttpResponse<String>> answer =
                http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
        try {
            return answer.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no whole answer within " + longestLook);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException known ? known : new IOException(e.getCause());
        } finally {
            // Closes the connection of an answer that is not waited for any more.
            answer.cancel(true);
        }
    }
}
