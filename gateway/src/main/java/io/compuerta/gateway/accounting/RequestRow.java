package io.compuerta.gateway.accounting;

import io.compuerta.gateway.pipeline.CascadeVerdict;
import io.compuerta.gateway.pipeline.Origin;
import io.compuerta.gateway.subject.Subject;
import io.compuerta.policy.money.Cost;
import io.compuerta.policy.money.NanoUsd;
import io.compuerta.policy.signal.Signals;
import io.compuerta.policy.signal.complexity.ComplexityScorer;
import io.compuerta.policy.signal.pii.PiiType;
import io.compuerta.policy.signal.topic.Topic;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A {@link LedgerEntry} as a row of the table {@code requests}. */
final class RequestRow {

    static final String INSERT = """
            INSERT INTO requests (request_id, received_at, tenant, key_id, user_digest, asked_model, outcome, error_code,
                route, target, model, rule, policy_version, cache, fallbacks, streamed, prompt_tokens, cached_tokens,
                completion_tokens, reasoning_tokens, cost_status, cost_nano_usd, price, price_version, saved_nano_usd,
                complexity, sensitivity, topics, pii_types, firewall_score, first_token_ms, duration_ms, operation,
                modality, language, tools, estimated_tokens, complexity_shipped, scorer,
                cascade, cascade_reason, discarded_prompt_tokens, discarded_completion_tokens)
            VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
            """;

    private final Supplier<String> policyVersion;
    private final Supplier<String> priceVersion;

    /**
     * @param policyVersion in force, for requests that were refused before a policy decided them
     * @param priceVersion  in force
     */
    RequestRow(Supplier<String> policyVersion, Supplier<String> priceVersion) {
        this.policyVersion = policyVersion;
        this.priceVersion = priceVersion;
    }

    /** @param erased whether the user was erased since the request came in */
    void fill(Row row, LedgerEntry entry, boolean erased) throws SQLException {
        row.text(entry.requestId());
        row.text(entry.receivedAt().toString());
        row.text(entry.tenant());
        row.text(entry.keyId());
        row.text(erased ? Subject.ERASED : entry.userDigest());
        row.text(entry.askedModel());
        row.text(entry.outcome().word());
        row.text(entry.errorCode().orElse(null));
        row.text(entry.route().orElse(null));
        row.text(entry.origin().map(origin -> origin.route().target()).orElse(null));
        row.text(entry.origin().map(origin -> origin.model().toString()).orElse(null));
        row.text(entry.origin().map(Origin::rule).orElse(null));
        row.text(entry.origin().map(Origin::policy).orElseGet(policyVersion));
        row.text(entry.origin().map(origin -> origin.cache().word()).orElse(null));
        row.number((long) entry.origin().map(Origin::fallbacks).orElse(0));
        row.number(entry.streamed() ? 1L : 0L);
        row.number(entry.tokens().prompt());
        row.number(entry.tokens().cachedPrompt());
        row.number(entry.tokens().completion());
        row.number(entry.tokens().reasoning());
        row.text(entry.costStatus());
        row.number(entry.cost().flatMap(Cost::amount).map(NanoUsd::value).orElse(null));
        row.text(entry.cost().map(RequestRow::price).orElse(null));
        row.text(priceVersion.get());
        row.number(entry.saved().map(NanoUsd::value).orElse(null));
        row.real(entry.signals().map(signals -> signals.complexity().score()).orElse(null));
        row.text(entry.signals()
                .map(signals -> signals.sensitivity().level().word())
                .orElse(null));
        row.text(entry.signals()
                .map(signals -> signals.sensitivity().topics().stream()
                        .map(Topic::word)
                        .sorted()
                        .collect(Collectors.joining(",")))
                .orElse(null));
        row.text(entry.pii().stream().map(PiiType::name).sorted().collect(Collectors.joining(",")));
        row.real(entry.signals().map(signals -> signals.firewall().score()).orElse(null));
        row.number(entry.firstToken().map(Duration::toMillis).orElse(null));
        row.number(entry.duration().toMillis());
        row.text(entry.operation().word());
        fill(row, entry.signals());
        row.text(verdict(entry).map(CascadeVerdict::word).orElse(null));
        row.text(verdict(entry).map(CascadeVerdict::reason).orElse(null));
        row.number(entry.discarded().map(work -> work.tokens().prompt()).orElse(0L));
        row.number(entry.discarded().map(work -> work.tokens().completion()).orElse(0L));
    }

    private static Optional<CascadeVerdict> verdict(LedgerEntry entry) {
        return entry.origin().flatMap(Origin::cascade);
    }

    private static void fill(Row row, Optional<Signals> signals) throws SQLException {
        row.text(signals.map(known -> known.modality().name().toLowerCase(Locale.ROOT))
                .orElse(null));
        row.text(signals.map(Signals::language).orElse(null));
        row.number(signals.map(known -> known.tools() ? 1L : 0L).orElse(null));
        row.number(signals.map(known -> (long) known.promptTokens()).orElse(null));
        row.real(signals.map(known -> known.complexity().shipped()).orElse(null));
        row.text(signals.map(known -> ComplexityScorer.version()).orElse(null));
    }

    private static @Nullable String price(Cost cost) {
        return switch (cost) {
            case Cost.Priced p -> p.price();
            case Cost.Estimated e -> e.price();
            case Cost.Unknown u -> null;
        };
    }
}
