package io.compuerta.engine.remote;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.EngineHealth;
import io.compuerta.engine.EngineStatistics;
import io.compuerta.engine.GenerationRequest;
import java.io.ByteArrayOutputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/**
 * Model servers of the operator's own as an engine. They get the original text, as the embedded engine does, so they
 * must be machines that may see it. Each request goes to the server with the least waiting requests; one that does not
 * take the connection or is busy is passed over for the next, as long as nothing has been answered. Thread-safe.
 */
public final class RemoteEngine implements ChatEngine {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteEngine.class);
    private static final int LONGEST_ERROR = 64 << 10;

    private final RemoteSettings settings;
    private final JsonMapper json = new JsonMapper();
    private final HttpClient http;
    private final List<RemoteServer> servers;
    private final ServerChoice choice;
    private final RequestJson requests;
    private final RemoteErrors errors = new RemoteErrors(json);
    private final ScheduledExecutorService looks;
    private final ExecutorService deliveries = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean closed;

    private RemoteEngine(RemoteSettings settings) {
        this.settings = settings;
        // A connection an answer, so that cancelling one closes its connection, which is how servers notice.
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.connectTimeout())
                .build();
        this.servers = settings.baseUrls().stream()
                .map(url -> new RemoteServer(url, settings, http, json))
                .toList();
        this.choice = new ServerChoice(servers);
        this.requests = new RequestJson(json, settings.flavour());
        this.looks = Executors.newScheduledThreadPool(
                Math.min(servers.size(), 4),
                task -> Thread.ofPlatform().name("remote-engine-look").daemon().unstarted(task));
    }

    /** Returns at once; the servers are looked at in the background, again and again. */
    public static ChatEngine open(RemoteSettings settings) {
        RemoteEngine engine = new RemoteEngine(settings);
        engine.looks.execute(() -> settings.baseUrls()
                .forEach(url -> Exposure.of("the engine", url).forEach(LOG::warn)));
        for (RemoteServer server : engine.servers) {
            var unused = engine.looks.scheduleWithFixedDelay(
                    () -> engine.look(server), 0, settings.pollInterval().toNanos(), TimeUnit.NANOSECONDS);
        }
        return engine;
    }

    private void look(RemoteServer server) {
        RemoteServer.State before = server.state();
        try {
            server.look();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } catch (RuntimeException e) {
            server.failed("it was not understood (" + e.getClass().getSimpleName() + ")");
        }
        RemoteServer.State now = server.state();
        if (now.well() && !before.well()) {
            LOG.info("the engine at {} is ready with {}", server.name(), now.model());
        } else if (!now.well() && !now.trouble().equals(before.trouble())) {
            LOG.warn("the engine at {} is not used: {}", server.name(), now.trouble());
        }
    }

    @Override
    public Flux<EngineEvent> generate(GenerationRequest request) {
        return Flux.defer(() -> attempt(request, Set.of()))
                // Making the request may take a while with a long chat; an event loop should not do it.
                .subscribeOn(Schedulers.boundedElastic(), false);
    }

    private Flux<EngineEvent> attempt(GenerationRequest request, Set<RemoteServer> tried) {
        Optional<RemoteServer> chosen = closed ? Optional.empty() : choice.next(tried);
        if (chosen.isEmpty()) {
            return Flux.error(new EngineException.Unavailable(reason()));
        }
        RemoteServer server = chosen.get();
        return ask(server, request).onErrorResume(cause -> {
            Throwable seen = unwrapped(cause);
            if (neverArrived(seen)) {
                server.failed("it does not take connections");
            } else if (!(seen instanceof EngineException.Overloaded)) {
                return Flux.error(asEngineException(server, seen));
            }
            Set<RemoteServer> passed = new HashSet<>(tried);
            passed.add(server);
            boolean another = servers.stream().anyMatch(other -> other.state().well() && !passed.contains(other));
            return another ? attempt(request, passed) : Flux.error(asEngineException(server, seen));
        });
    }

    private Flux<EngineEvent> ask(RemoteServer server, GenerationRequest request) {
        return Flux.defer(() -> {
            RemoteServer.State state = server.state();
            HttpRequest.Builder call = HttpRequest.newBuilder(server.chatUrl())
                    .header("Content-Type", "application/json")
                    .header("Accept", "text/event-stream")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(requests.write(request, state.model())));
            if (!settings.apiKey().isEmpty()) {
                call.header("Authorization", "Bearer " + settings.apiKey());
            }
            server.began();
            ServerSentData data = new ServerSentData();
            ChunkReader chunks = new ChunkReader(json, server.name());
            Flux<List<ByteBuffer>> bytes = send(call.build()).flatMapMany(response -> body(server, state, response));
            return new Patience(settings.firstToken(), settings.idle())
                    .watch(bytes)
                    .concatMapIterable(Function.identity(), 1)
                    .concatMapIterable(data::add, 1)
                    .concatWith(Flux.defer(() -> Flux.fromIterable(data.rest())))
                    .concatMapIterable(chunks::read, 1)
                    .concatWith(Mono.fromSupplier(chunks::finished))
                    .doFinally(signal -> server.ended());
        });
    }

    private Mono<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> send(HttpRequest request) {
        return Mono.<HttpResponse<Flow.Publisher<List<ByteBuffer>>>>create(sink -> {
                    Abandonment abandonment = new Abandonment();
                    var sent = http.sendAsync(request, abandonment::body);
                    sink.onCancel(() -> {
                        sent.cancel(true);
                        abandonment.abandon();
                    });
                    // The client would hand over on the common pool, where a reader that blocks holds up all others.
                    var unused = sent.whenCompleteAsync(
                            (response, failure) -> {
                                if (failure == null) {
                                    sink.success(response);
                                } else if (!sent.isCancelled()) {
                                    sink.error(failure);
                                }
                            },
                            deliveries);
                })
                // Cancelled a moment too late: nobody will read this answer, and the server has to notice.
                .doOnDiscard(HttpResponse.class, RemoteEngine::hangUp);
    }

    private static void hangUp(HttpResponse<?> response) {
        if (response.body() instanceof Flow.Publisher<?> body) {
            Abandonment.hangUp(body);
        }
    }

    private Flux<List<ByteBuffer>> body(
            RemoteServer server, RemoteServer.State state, HttpResponse<Flow.Publisher<List<ByteBuffer>>> response) {
        Flux<List<ByteBuffer>> bytes = JdkFlowAdapter.flowPublisherToFlux(response.body());
        if (response.statusCode() == 200) {
            return bytes;
        }
        return bytes.collect(ByteArrayOutputStream::new, RemoteEngine::append)
                .flatMapMany(body -> Flux.error(errors.of(
                        server.name(),
                        response.statusCode(),
                        response.headers(),
                        body.toString(StandardCharsets.UTF_8),
                        state.contextTokens())));
    }

    private static void append(ByteArrayOutputStream body, List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            byte[] piece = new byte[Math.min(buffer.remaining(), Math.max(0, LONGEST_ERROR - body.size()))];
            buffer.get(piece);
            body.writeBytes(piece);
        }
    }

    private static Throwable unwrapped(Throwable cause) {
        Throwable inner = cause.getCause();
        return cause instanceof java.util.concurrent.CompletionException && inner != null ? inner : cause;
    }

    /** Whether the server cannot have begun to work. */
    private static boolean neverArrived(Throwable cause) {
        return cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException;
    }

    private EngineException asEngineException(RemoteServer server, Throwable cause) {
        String host = "the engine at " + server.name();
        return switch (cause) {
            case EngineException known -> known;
            case TimeoutException late -> new EngineException.Unavailable(host + " fell silent");
            default ->
                new EngineException.Unavailable(
                        closed
                                ? "the remote engine is closed"
                                : host + " failed (" + cause.getClass().getSimpleName() + ")");
        };
    }

    private String reason() {
        if (closed) {
            return "the remote engine is closed";
        }
        RemoteServer first = servers.getFirst();
        return "no engine is ready; " + first.name() + ": " + first.state().trouble();
    }

    @Override
    public EngineHealth health() {
        if (closed) {
            return new EngineHealth.Unavailable(reason());
        }
        Optional<RemoteServer.State> well = servers.stream()
                .map(RemoteServer::state)
                .filter(RemoteServer.State::well)
                .findFirst();
        if (well.isPresent()) {
            int told = well.get().contextTokens();
            return new EngineHealth.Ready(well.get().model(), told > 0 ? told : settings.contextTokens(), false);
        }
        boolean seen = servers.stream().allMatch(RemoteServer::looked);
        return seen ? new EngineHealth.Unavailable(reason()) : new EngineHealth.Preparing(reason());
    }

    /**
     * Sums over the servers, from their last look. They do not tell their slots, so as many count as are in use; totals
     * count from each server's own start.
     */
    @Override
    public EngineStatistics statistics() {
        long running = 0;
        long waiting = 0;
        long prompt = 0;
        long cached = 0;
        long completion = 0;
        for (RemoteServer server : servers) {
            ServerLoad load = server.state().load();
            running += server.running();
            waiting += load.waiting();
            prompt += load.promptTokens();
            cached += load.cachedTokens();
            completion += load.completionTokens();
        }
        int busy = Math.clamp(running, 0, Integer.MAX_VALUE);
        return new EngineStatistics(
                busy,
                busy,
                Math.clamp(waiting, 0, Integer.MAX_VALUE),
                0,
                prompt,
                cached,
                completion,
                0,
                0,
                0,
                0,
                0,
                0,
                0);
    }

    @Override
    public void close() {
        closed = true;
        looks.shutdownNow();
        http.shutdownNow();
        deliveries.shutdown();
    }
}
