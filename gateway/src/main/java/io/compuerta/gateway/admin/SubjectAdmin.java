package io.compuerta.gateway.admin;

import io.compuerta.gateway.auth.Authenticator;
import io.compuerta.gateway.cache.AnswerCache;
import io.compuerta.gateway.limit.Limits;
import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.gateway.privacy.UserPseudonyms;
import io.compuerta.gateway.subject.ErasedRows;
import io.compuerta.gateway.subject.Erasures;
import io.compuerta.gateway.subject.Subject;
import io.compuerta.gateway.subject.SubjectBook;
import io.compuerta.policy.decide.Caller;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Erases a person from whatever the gateway keeps. There is nothing to erase where originals stood: placeholders are
 * derived by keys, and vaults end with their calls. Thread-safe.
 */
public final class SubjectAdmin {

    private static final Logger log = LoggerFactory.getLogger(SubjectAdmin.class);

    /** For all that waits to be written before it. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Authenticator auth;
    private final UserPseudonyms pseudonyms;
    private final boolean lastingSecret;
    private final Erasures erasures;
    private final AnswerCache cache;
    private final Limits limits;
    private final SubjectBook book;
    private final JsonMapper json;

    /** @param lastingSecret whether digests of earlier starts can be made again */
    SubjectAdmin(
            Authenticator auth,
            UserPseudonyms pseudonyms,
            boolean lastingSecret,
            Erasures erasures,
            AnswerCache cache,
            Limits limits,
            SubjectBook book,
            JsonMapper json) {
        this.auth = auth;
        this.pseudonyms = pseudonyms;
        this.lastingSecret = lastingSecret;
        this.erasures = erasures;
        this.cache = cache;
        this.limits = limits;
        this.book = book;
        this.json = json;
    }

    /**
     * Erases. What of it succeeded before an error is done; doing it again does the rest.
     *
     * @param user as the applications of the tenant sent it
     * @return what was found and erased; {@link GatewayError.Unavailable} when it is not known that all is gone
     */
    public Mono<ObjectNode> erase(String tenant, String user) {
        return Mono.defer(() -> {
            Subject subject = pseudonyms.subject(new Caller(tenant, user));
            // First, so that requests under way leave nothing behind once they end.
            erasures.add(subject);
            return cache.erase(subject)
                    .flatMap(answers -> limits.forget(tenant, user, auth.keys(tenant))
                            .then(Mono.fromFuture(() -> book.erase(subject), true)
                                    .timeout(PATIENCE))
                            .publishOn(Schedulers.boundedElastic())
                            .map(rows -> told(tenant, answers, rows)))
                    .onErrorMap(e -> {
                        log.warn(
                                "a subject of {} could not be erased: {}",
                                tenant,
                                e.getClass().getName());
                        return new GatewayError.Unavailable("Not everything could be erased; try again.");
                    });
        });
    }

    private ObjectNode told(String tenant, long answers, ErasedRows rows) {
        log.info(
                "erased a subject of {}: {} requests, {} ratings, {} answers, {} records of what left",
                tenant,
                rows.requests(),
                rows.feedback(),
                answers,
                rows.egress());
        ObjectNode root =
                json.createObjectNode().put("object", "subject.erased").put("tenant", tenant);
        root.putObject("erased")
                .put("requests", rows.requests())
                .put("feedback", rows.feedback())
                .put("cache", answers)
                .put("egress", rows.egress());
        ArrayNode recipients = root.putArray("sent_to");
        rows.recipients().forEach(recipient -> recipient(recipient, recipients.addObject()));
        root.put("complete", lastingSecret);
        if (!lastingSecret) {
            root.put(
                    "note",
                    "compuerta.privacy.secret is not set, so users have other digests after each start; only what was"
                            + " kept since the last one could be found.");
        }
        return root;
    }

    private static void recipient(ErasedRows.Recipient recipient, ObjectNode node) {
        node.put("provider", recipient.provider())
                .put("calls", recipient.calls())
                .put("last", recipient.last().toString());
        if (recipient.retentionDays().isPresent()) {
            node.put("retention_days", recipient.retentionDays().getAsInt());
        } else {
            node.putNull("retention_days");
        }
    }
}
