package io.compuerta.gateway.cli.simulate;

import io.compuerta.gateway.cli.explain.TrafficLines;
import io.compuerta.gateway.cli.explain.TrafficLines.Unusable;
import io.compuerta.policy.decide.Ask;
import io.compuerta.policy.decide.Caller;
import io.compuerta.policy.decide.Facts;
import io.compuerta.policy.money.TokenUsage;
import io.compuerta.policy.signal.Signals;
import io.compuerta.policy.simulate.PastRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** From a file's lines to what a policy sees. */
final class FileTraffic {

    private final Replay replay;
    private final Optional<String> tenant;
    private final Instant now;
    private final Moments moments;

    /**
     * @param tenant whose requests alone count
     * @param now    stands for the time of lines without {@code at}
     */
    FileTraffic(Replay replay, Optional<String> tenant, Instant now, Moments moments) {
        this.replay = replay;
        this.tenant = tenant;
        this.now = now;
        this.moments = moments;
    }

    void add(TrafficLines.Line line) {
        Signals signals = line.signals().orElseThrow(() -> new Unusable("give either 'text' or 'messages'"));
        Ask ask = line.ask().orElseThrow();
        Instant at = at(line.fields().path("at"));
        Optional<TokenUsage> usage = usage(line.fields().path("usage"));
        if (tenant.isPresent() && !tenant.get().equals(line.tenant())) {
            replay.leaveOut("of another tenant");
        } else if (signals.firewall().blocked()) {
            replay.leaveOut("stopped by the firewall before any rule");
        } else {
            String user = line.fields().path("user").asString("simulate");
            replay.add(new PastRequest(
                    line.id(),
                    at,
                    new Facts(signals, ask, new Caller(line.tenant(), user), moments.at(at, line.id())),
                    usage,
                    Optional.empty()));
        }
    }

    private Instant at(JsonNode at) {
        if (at.isMissingNode() || at.isNull()) {
            return now;
        }
        try {
            return Instant.parse(at.asString(""));
        } catch (DateTimeException e) {
            throw new Unusable("'at' must be a time such as 2026-11-21T12:00:00Z");
        }
    }

    private static Optional<TokenUsage> usage(JsonNode usage) {
        if (usage.isMissingNode() || usage.isNull()) {
            return Optional.empty();
        }
        JsonNode prompt = usage.path("prompt_tokens");
        JsonNode completion = usage.path("completion_tokens");
        if (!isCount(prompt) || !isCount(completion)) {
            throw new Unusable("'usage' must hold prompt_tokens and completion_tokens, whole numbers from 0");
        }
        return Optional.of(TokenUsage.of(prompt.longValue(), completion.longValue()));
    }

    private static boolean isCount(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToInt() && node.intValue() >= 0;
    }
}
