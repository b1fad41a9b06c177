package io.compuerta.gateway.cli.router;

import io.compuerta.gateway.accounting.RatedCall;
import io.compuerta.gateway.cli.LedgerOption;
import io.compuerta.gateway.cli.Terminal;
import io.compuerta.gateway.cli.explain.TrafficLines;
import io.compuerta.gateway.cli.explain.TrafficLines.Unusable;
import io.compuerta.policy.calibrate.Calibrations;
import io.compuerta.policy.calibrate.RatedScore;
import io.compuerta.policy.calibrate.RatedScore.Qualities;
import io.compuerta.policy.privacy.PrivacyPolicy;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Requests of which it is known what came, with the score as shipped.
 *
 * @param tenants whose request each is, in the same order
 * @param from    day of the oldest, UTC
 * @param to      day of the newest
 * @param leftOut how many were not used, by reason
 */
record Ratings(List<RatedScore> scores, List<String> tenants, LocalDate from, LocalDate to, Map<String, Long> leftOut) {

    /** Long enough to hold every ledger. */
    private static final Duration EVER = Duration.ofDays(36_500);

    static Ratings read(LedgerOption source, Terminal terminal, Clock clock) throws IOException {
        return source.isLedger() ? ofLedger(source, clock) : ofFile(source, terminal, clock);
    }

    /** The scores that would route now, in the place of the shipped ones. */
    List<RatedScore> inForce(Calibrations calibrations) {
        List<RatedScore> found = new ArrayList<>(scores.size());
        for (int i = 0; i < scores.size(); i++) {
            RatedScore shipped = scores.get(i);
            String tenant = tenants.get(i);
            found.add(calibrations
                    .of(tenant)
                    .map(known -> new RatedScore(
                            shipped.id(),
                            known.curve().of(shipped.score()),
                            shipped.worse(),
                            shipped.qualities(),
                            shipped.length()))
                    .orElse(shipped));
        }
        return found;
    }

    private static Ratings ofLedger(LedgerOption source, Clock clock) {
        Collected found = new Collected();
        for (RatedCall call : source.ledger().rated(source.since(clock, EVER), source.tenant())) {
            if (call.local()) {
                found.add(
                        RatedScore.ofRating(
                                call.requestId(), call.shipped(), call.rating(), OptionalInt.of(call.promptTokens())),
                        call.tenant(),
                        LocalDate.ofInstant(call.receivedAt(), ZoneOffset.UTC));
            } else {
                found.leaveOut("answered by premium: their rating says nothing of the local model");
            }
        }
        return found.ratings();
    }

    private static Ratings ofFile(LedgerOption source, Terminal terminal, Clock clock) throws IOException {
        Collected found = new Collected();
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        try (TrafficLines reader =
                new TrafficLines(source.dataDirectory(), Calibrations.none(), PrivacyPolicy.standard())) {
            TrafficLines.Tally tally = reader.read(source.file(), line -> {
                RatedScore judged = judged(line);
                boolean theirs = !line.fields().has("tenant")
                        || source.tenant().map(line.tenant()::equals).orElse(true);
                if (theirs) {
                    found.add(judged, source.tenant().orElse(line.tenant()), today);
                } else {
                    found.leaveOut("of another tenant");
                }
            });
            tally.problems().forEach(problem -> terminal.err().println("compuerta: " + problem));
            for (long i = 0; i < tally.unusable(); i++) {
                found.leaveOut("lines that could not be read");
            }
        }
        return found.ratings();
    }

    private static RatedScore judged(TrafficLines.Line line) {
        Qualities qualities = new Qualities(number(line, "local"), number(line, "premium"));
        double score =
                line.signals().map(signals -> signals.complexity().shipped()).orElseGet(() -> share(line));
        OptionalInt length = line.signals()
                .map(signals -> OptionalInt.of(signals.promptTokens()))
                .orElse(OptionalInt.empty());
        return RatedScore.ofQualities(line.id(), score, qualities, length);
    }

    private static double share(TrafficLines.Line line) {
        if (!line.fields().has("score")) {
            throw new Unusable("give 'text' or 'messages', or the complexity 'score' itself");
        }
        double score = number(line, "score");
        if (!(score >= 0 && score <= 1)) {
            throw new Unusable("'score' must lie between 0 and 1");
        }
        return score;
    }

    private static double number(TrafficLines.Line line, String key) {
        JsonNode value = line.fields().path(key);
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw new Unusable("'" + key + "' must be a number");
        }
        return value.doubleValue();
    }

    private static final class Collected {

        private final List<RatedScore> scores = new ArrayList<>();
        private final List<String> tenants = new ArrayList<>();
        private final Map<String, Long> leftOut = new TreeMap<>();
        private LocalDate from = LocalDate.MAX;
        private LocalDate to = LocalDate.MIN;

        void add(RatedScore score, String tenant, LocalDate day) {
            scores.add(score);
            tenants.add(tenant);
            from = day.isBefore(from) ? day : from;
            to = day.isAfter(to) ? day : to;
        }

        void leaveOut(String why) {
            leftOut.merge(why, 1L, Long::sum);
        }

        Ratings ratings() {
            return new Ratings(scores, tenants, from, to, leftOut);
        }
    }
}
