package io.compuerta.gateway.firewall;

import static io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy.LOCK_FREE;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * A classifier elsewhere, behind one deadline for all texts of a request and a breaker. What it said of a text is kept for a
 * while under a keyed digest, since a conversation sends its earlier turns again; no text is kept, and tenants share
 * nothing. Thread-safe; nothing blocks.
 */
final class RemoteGuard {

    private static final Logger log = LoggerFactory.getLogger(RemoteGuard.class);

    private static final int AT_ONCE = 8;
    private static final int REMEMBERED = 20_000;
    private static final Duration MEMORY = Duration.ofMinutes(10);

    private final RemoteSettings settings;
    private final WebClient http;
    private final GuardDialect dialect;
    private final CircuitBreaker breaker;
    private final byte[] salt = new byte[32];
    private final Cache<String, GuardAnswer> known = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(MEMORY)
            .build();

    /** @param http has no base address of its own, nor a key */
    RemoteGuard(RemoteSettings settings, WebClient http, JsonMapper json) {
        this.settings = settings;
        this.http = http;
        this.dialect = new GuardDialect(settings, json);
        new SecureRandom().nextBytes(salt);
        this.breaker = CircuitBreaker.of(
                "firewall-guard",
                CircuitBreakerConfig.custom()
                        // An event loop records the outcomes.
                        .slidingWindow(20, 5, SlidingWindowType.COUNT_BASED, LOCK_FREE)
                        .failureRateThreshold(50)
                        .waitDurationInOpenState(Duration.ofSeconds(10))
                        .permittedNumberOfCallsInHalfOpenState(2)
                        .build());
        breaker.getEventPublisher()
                .onStateTransition(change -> log.warn(
                        "the firewall's guard at {} is now {}",
                        settings.baseUrl().getAuthority(),
                        change.getStateTransition().getToState()));
    }

    /** A text ready to be asked about. It never shows the text. */
    static final class Question {
        private final String digest;
        private final byte[] body;

        private Question(String digest, byte[] body) {
            this.digest = digest;
            this.body = body;
        }
    }

    RemoteSettings settings() {
        return settings;
    }

    /** Whether it is to see a text that passes with that score. */
    boolean wants(double score) {
        return settings.always() || score >= settings.uncertainFrom();
    }

    /** Reads the whole text: not for event loops if it is long. */
    Question question(String tenant, String text) {
        return new Question(digest(tenant, text), dialect.question(text));
    }

    /** @return an answer for each question, in order; an error when one is missing at the deadline or not understood */
    Mono<List<GuardAnswer>> ask(List<Question> questions) {
        if (questions.stream().allMatch(question -> known.getIfPresent(question.digest) != null)) {
            return Flux.fromIterable(questions).flatMapSequential(this::answer).collectList();
        }
        return Flux.fromIterable(questions)
                .flatMapSequential(this::answer, AT_ONCE)
                .collectList()
                .timeout(settings.deadline())
                .transformDeferred(CircuitBreakerOperator.of(breaker));
    }

    private Mono<GuardAnswer> answer(Question question) {
        GuardAnswer before = known.getIfPresent(question.digest);
        if (before != null) {
            return Mono.just(before);
        }
        return http.post()
                .uri(URI.create(settings.baseUrl() + dialect.path()))
                .headers(headers -> settings.apiKey().ifPresent(headers::setBearerAuth))
                .contentType(MediaType.APPLICATION_JSON)
                .accept(MediaType.APPLICATION_JSON)
                .bodyValue(question.body)
                .exchangeToMono(this::read)
                .doOnNext(answer -> known.put(question.digest, answer));
    }

    private Mono<GuardAnswer> read(ClientResponse response) {
        if (!response.statusCode().is2xxSuccessful()) {
            int status = response.statusCode().value();
            return response.releaseBody().then(Mono.error(() -> new GuardFailed("the guard answered " + status)));
        }
        return response.bodyToMono(byte[].class)
                .switchIfEmpty(Mono.error(() -> new GuardFailed("the answer is empty")))
                .map(dialect::answer);
    }

    private String digest(String tenant, String text) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(salt);
            sha.update(tenant.getBytes(StandardCharsets.UTF_8));
            sha.update((byte) 0);
            sha.update(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
