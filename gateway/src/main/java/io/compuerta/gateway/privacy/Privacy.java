package io.compuerta.gateway.privacy;

import io.compuerta.gateway.pipeline.AnonymizedCall;
import io.compuerta.gateway.pipeline.Answer;
import io.compuerta.gateway.pipeline.ChatRequest;
import io.compuerta.gateway.pipeline.DetectorPool;
import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.gateway.pipeline.InspectedCall;
import io.compuerta.policy.decide.Placement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/**
 * The fourth stage and its counterpart: personal data becomes placeholders before anything may leave, and the answer gets
 * it back. It fails closed: without a verdict there is no {@link AnonymizedCall}, and without one nothing is sent.
 */
public final class Privacy {

    private final Anonymizer anonymizer;
    private final DetectorPool pool;
    private final byte[] master;
    private final UserPseudonyms pseudonyms;

    /** One a tenant; tenants come from the keys file, so there are few. */
    private final Map<String, PlaceholderKey> keys = new ConcurrentHashMap<>();

    /** @param master at least 16 secret bytes, from which each tenant's placeholders are derived */
    public Privacy(Anonymizer anonymizer, DetectorPool pool, byte[] master, UserPseudonyms pseudonyms) {
        this.anonymizer = anonymizer;
        this.pool = pool;
        this.master = master.clone();
        this.pseudonyms = pseudonyms;
    }

    public Mono<AnonymizedCall> anonymize(InspectedCall call) {
        ChatRequest request = call.admitted().request();
        List<Piece> pieces = request.pieces();
        int length = pieces.stream().mapToInt(piece -> piece.text().length()).sum();
        return pool.run(length, () -> anonymize(call, request, pieces))
                .onErrorMap(e -> new GatewayError.ProtectionFailed("privacy"));
    }

    private AnonymizedCall anonymize(InspectedCall call, ChatRequest request, List<Piece> pieces) {
        String tenant = call.admitted().caller().tenant();
        PlaceholderKey key = keys.computeIfAbsent(tenant, name -> PlaceholderKey.derive(master, name, ""));
        Anonymized anonymized = anonymizer.anonymize(pieces, key);
        ChatRequest texts = anonymized.vault().isEmpty() ? request : request.withTexts(anonymized.texts());
        ChatRequest outgoing = texts.withUser(user -> pseudonyms.of(tenant, user));
        return new AnonymizedCall(call, outgoing, anonymized.vault(), anonymized.types(), Placement.ANYWHERE);
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
