package io.compuerta.gateway.admin;

import io.compuerta.gateway.accounting.EgressReader;
import io.compuerta.gateway.accounting.SqliteLedger;
import io.compuerta.gateway.egress.EgressJson;
import io.compuerta.gateway.egress.EgressQuery;
import io.compuerta.gateway.egress.Moment;
import io.compuerta.gateway.pipeline.GatewayError;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What left, page by page. Thread-safe. */
public final class EgressAdmin {

    private static final List<String> PARAMETERS =
            List.of("since", "until", "tenant", "request_id", "provider", "limit", "after");

    private final EgressReader reader;
    private final EgressJson writer;
    private final Clock clock;

    EgressAdmin(EgressReader reader, JsonMapper json, Clock clock) {
        this.reader = reader;
        this.writer = new EgressJson(json);
        this.clock = clock;
    }

    /**
     * The records that are asked for, newest first.
     *
     * @param parameters of the request, each with all its values
     * @return the page; {@link GatewayError.BadRequest} for parameters that are not understood
     */
    public Mono<ObjectNode> find(Map<String, List<String>> parameters) {
        return Mono.fromCallable(() -> {
                    EgressQuery query = query(parameters);
                    return writer.write(reader.find(query));
                })
                .subscribeOn(Schedulers.boundedElastic())
                .onErrorMap(
                        SqliteLedger.LedgerUnavailable.class,
                        e -> new GatewayError.Unavailable("The ledger could not be read; try again."));
    }

    private EgressQuery query(Map<String, List<String>> parameters) {
        for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
            if (!PARAMETERS.contains(parameter.getKey())) {
                throw new GatewayError.BadRequest(
                        "Unknown query parameter. Allowed: " + String.join(", ", PARAMETERS) + ".",
                        "unknown_parameter");
            }
            if (parameter.getValue().size() > 1) {
                throw bad(parameter.getKey(), "give it once");
            }
        }
        Optional<Instant> since = moment(parameters, "since");
        Optional<Instant> until = moment(parameters, "until");
        if (since.isPresent() && until.isPresent() && !until.get().isAfter(since.get())) {
            throw bad("until", "it must be later than 'since'");
        }
        return new EgressQuery(
                since,
                until,
                text(parameters, "tenant"),
                text(parameters, "request_id"),
                text(parameters, "provider"),
                (int) number(parameters, "limit", EgressQuery.MOST).orElse(EgressQuery.USUAL),
                number(parameters, "after", Long.MAX_VALUE));
    }

    private Optional<Instant> moment(Map<String, List<String>> parameters, String name) {
        return text(parameters, name)
                .map(text ->
                        Moment.parse(text, clock.instant()).orElseThrow(() -> bad(name, "give " + Moment.ALLOWED)));
    }

    private static OptionalLong number(Map<String, List<String>> parameters, String name, long most) {
        Optional<String> text = text(parameters, name);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            long value = Long.parseLong(text.get());
            if (value >= 1 && value <= most) {
                return OptionalLong.of(value);
            }
        } catch (NumberFormatException e) {
            // Reported below with what is allowed.
        }
        throw bad(name, "give a whole number from 1" + (most == Long.MAX_VALUE ? "" : " to " + most));
    }

    private static Optional<String> text(Map<String, List<String>> parameters, String name) {
        Optional<String> text = Optional.ofNullable(parameters.get(name))
                .map(values -> values.isEmpty() ? "" : String.valueOf(values.getFirst()));
        if (text.isPresent() && text.get().isBlank()) {
            throw bad(name, "it is empty; leave it out or give a value");
        }
        return text;
    }

    private static GatewayError.BadRequest bad(String name, String what) {
        return new GatewayError.BadRequest("Invalid '" + name + "': " + what + ".", "invalid_value", name);
    }
}
