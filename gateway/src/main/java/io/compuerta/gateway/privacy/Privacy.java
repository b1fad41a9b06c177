package io.compuerta.gateway.privacy;

import io.compuerta.gateway.pipeline.AnonymizedCall;
import io.compuerta.gateway.pipeline.Answer;
import io.compuerta.gateway.pipeline.ChatRequest;
import io.compuerta.gateway.pipeline.DetectorPool;
import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.gateway.pipeline.InspectedCall;
import io.compuerta.policy.decide.Placement;
import io.compuerta.policy.privacy.PrivacyAction;
import io.compuerta.policy.privacy.PrivacyRules;
import io.compuerta.policy.signal.pii.PatternRecognizer;
import io.compuerta.policy.signal.pii.PiiType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * The fourth stage and its counterpart: personal data becomes placeholders before anything may leave, and the answer gets
 * it back. It fails closed: without a verdict there is no {@link AnonymizedCall}, and without one nothing is sent.
 */
public final class Privacy {

    private static final Logger log = LoggerFactory.getLogger(Privacy.class);

    private final Function<String, PrivacyRules> rules;
    private final DetectorPool pool;
    private final byte[] master;
    private final UserPseudonyms pseudonyms;
    private final BiConsumer<PrivacyAction, Set<PiiType>> counter;

    /** One a tenant; tenants come from the keys file, so there are few. */
    private final Map<String, PlaceholderKey> keys = new ConcurrentHashMap<>();

    /**
     * @param rules   of a tenant, asked once for each call
     * @param master  at least 16 secret bytes, from which each tenant's placeholders are derived
     * @param counter told the types for which a call was refused or kept inside
     */
    public Privacy(
            Function<String, PrivacyRules> rules,
            DetectorPool pool,
            byte[] master,
            UserPseudonyms pseudonyms,
            BiConsumer<PrivacyAction, Set<PiiType>> counter) {
        this.rules = rules;
        this.counter = counter;
        this.pool = pool;
        this.master = master.clone();
        this.pseudonyms = pseudonyms;
    }

    /**
     * @return the call in the form that may leave; {@link GatewayError.PersonalDataBlocked} when the rules refuse what it
     *     holds, {@link GatewayError.ProtectionFailed} when it could not be searched
     */
    public Mono<AnonymizedCall> anonymize(InspectedCall call) {
        ChatRequest request = call.admitted().request();
        List<Piece> pieces = request.pieces();
        int length = pieces.stream().mapToInt(piece -> piece.text().length()).sum();
        return pool.run(length, () -> anonymize(call, request, pieces))
                .onErrorMap(e -> e instanceof GatewayError.PersonalDataBlocked ? e : failed(call, e));
    }

    private AnonymizedCall anonymize(InspectedCall call, ChatRequest request, List<Piece> pieces) {
        String tenant = call.admitted().caller().tenant();
        PlaceholderKey key = keys.computeIfAbsent(tenant, name -> PlaceholderKey.derive(master, name, ""));
        Anonymized anonymized = Anonymizer.following(rules.apply(tenant)).anonymize(pieces, key);
        Set<PiiType> blocked = anonymized.types(PrivacyAction.BLOCK);
        if (!blocked.isEmpty()) {
            counter.accept(PrivacyAction.BLOCK, blocked);
            throw new GatewayError.PersonalDataBlocked(blocked);
        }
        for (PrivacyAction action : PrivacyAction.values()) {
            Set<PiiType> types = anonymized.types(action);
            if (!types.isEmpty()) {
                counter.accept(action, types);
            }
        }
        ChatRequest texts = anonymized.vault().isEmpty() ? request : request.withTexts(anonymized.texts());
        ChatRequest outgoing = texts.withUser(user -> pseudonyms.of(tenant, user));
        return new AnonymizedCall(
                call,
                outgoing,
                anonymized.vault(),
                anonymized.types(),
                anonymized.types(PrivacyAction.ROUTE_LOCAL).isEmpty() ? Placement.ANYWHERE : Placement.LOCAL);
    }

    /** Counts and names at most: what a detector's error says might quote the text. */
    private static GatewayError failed(InspectedCall call, Throwable cause) {
        log.warn(
                "request {} could not be searched for personal data: {}",
                call.admitted().call().requestId(),
                cause instanceof PatternRecognizer.GaveUp
                        ? cause.getMessage()
                        : cause.getClass().getName());
        return new GatewayError.ProtectionFailed("privacy");
    }

    /**
     * Puts the originals back. Answers of the local model pass through too: it saw the originals, so they hold no
     * placeholder of this call, and one path for all answers cannot be forgotten on another.
     */
    public Answer restore(Answer answer) {
        Vault vault = answer.call().vault();
        return vault.isEmpty()
                ? answer
                : answer.mapEvents(events ->
                        new EventRestorer(vault, answer.call().outgoing().answerSyntax()).restore(events));
    }
}
