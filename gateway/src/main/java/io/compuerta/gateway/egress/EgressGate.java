package io.compuerta.gateway.egress;

import io.compuerta.gateway.pipeline.AnonymizedCall;
import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.gateway.pipeline.OutgoingCall;
import io.compuerta.gateway.privacy.EgressGuard;
import io.compuerta.gateway.privacy.UserPseudonyms;
import io.compuerta.gateway.subject.Subject;
import io.compuerta.policy.decide.DataTerms;
import io.compuerta.policy.decide.Placement;
import io.compuerta.policy.signal.pii.PiiType;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The only way to a provider. Its bytes pass here when they are final: they are looked at for the last time, written
 * down, and let go or held back. Each try of each model passes anew. What an operator's own machines get does not pass
 * here: a server for the local model, and the firewall's remote guard if there is one, which reads originals. Thread-safe.
 */
public final class EgressGate {

    private static final Logger log = LoggerFactory.getLogger(EgressGate.class);

    private final EgressGuard guard;
    private final EgressBook book;
    private final BodyDigest digest;
    private final UserPseudonyms pseudonyms;
    private final EgressSettings settings;
    private final Clock clock;

    public EgressGate(
            EgressGuard guard,
            EgressBook book,
            BodyDigest digest,
            UserPseudonyms pseudonyms,
            EgressSettings settings,
            Clock clock) {
        this.guard = guard;
        this.book = book;
        this.digest = digest;
        this.pseudonyms = pseudonyms;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * The way to one provider.
     *
     * @param provider its id in {@code providers.yaml}
     * @param terms    what it promises for the data, as configured
     */
    public Exit to(String provider, DataTerms terms) {
        return new Exit(provider, terms);
    }

    /** The way to one provider. */
    public final class Exit {

        private final String provider;
        private final DataTerms terms;

        private Exit(String provider, DataTerms terms) {
            this.provider = provider;
            this.terms = terms;
        }

        /**
         * Lets a body out, or not.
         *
         * @param body exactly what will be sent
         * @return the same bytes, when they may leave now; {@link GatewayError.ProtectionFailed} when they may not;
         *     {@link GatewayError.Unavailable} when a required record cannot be kept
         */
        public Mono<byte[]> pass(OutgoingCall call, byte[] body) {
            return Mono.defer(() -> {
                Optional<String> objection = objection(call.routed().anonymized(), body);
                CompletableFuture<Void> kept = book.keep(
                        record(call, body, objection),
                        call.routed().anonymized().call().receivedNanos(),
                        settings.required());
                if (objection.isPresent()) {
                    return Mono.error(new GatewayError.ProtectionFailed("egress"));
                }
                return settings.required() ? kept(kept).thenReturn(body) : Mono.just(body);
            });
        }

        private EgressRecord record(OutgoingCall call, byte[] body, Optional<String> objection) {
            AnonymizedCall anonymized = call.routed().anonymized();
            Subject subject = pseudonyms.subject(anonymized.caller());
            return new EgressRecord(
                    clock.instant(),
                    anonymized.call().requestId(),
                    subject.tenant(),
                    subject.digest(),
                    provider,
                    call.model().model(),
                    terms.residency().stream().sorted().toList(),
                    terms.retentionDays(),
                    terms.training(),
                    call.routed().signals().sensitivity().level().word(),
                    call.routed().decision().rule(),
                    call.routed().policy(),
                    words(anonymized.vault().counts()),
                    call.purpose().word(),
                    call.attempt(),
                    body.length,
                    digest.of(body),
                    objection);
        }
    }

    /** Waits off the ledger's thread. A wait that is given up takes the record back. */
    private Mono<Void> kept(CompletableFuture<Void> record) {
        return Mono.fromFuture(record)
                .publishOn(Schedulers.parallel())
                .timeout(settings.patience())
                .onErrorMap(e -> new GatewayError.Unavailable(
                        "The record of what leaves cannot be kept, and no call is made without it; nothing was sent."));
    }

    /** Why the bytes must stay; the kinds of what was found, never a value. */
    private Optional<String> objection(AnonymizedCall call, byte[] body) {
        if (call.placement() == Placement.LOCAL) {
            return Optional.of("must stay local");
        }
        try {
            Set<PiiType> leaks = guard.leaks(call, body);
            return leaks.isEmpty()
                    ? Optional.empty()
                    : Optional.of("personal data: "
                            + leaks.stream().map(PiiType::name).sorted().collect(Collectors.joining(", ")));
        } catch (RuntimeException e) {
            log.warn("the last check of outgoing bytes failed: {}", e.getClass().getName());
            return Optional.of("the last check failed");
        }
    }

    private static Map<String, Integer> words(Map<PiiType, Integer> counts) {
        Map<String, Integer> words = new TreeMap<>();
        counts.forEach((type, count) -> words.put(type.name(), count));
        return words;
    }
}
