package io.compuerta.policy.decide;

import io.compuerta.policy.signal.complexity.ComplexityScorer;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Objects;
import java.util.Set;

/**
 * What surrounds a request and changes from moment to moment. It is read once for each decision, so that every condition
 * of a policy sees the same moment. Immutable.
 *
 * @param hour       0 to 23, in the gateway's time zone
 * @param budgetLeft US dollars that the tenant may still spend; infinite when it has no budget, negative when overdrawn
 * @param localQueue requests that wait for the local engine
 * @param localWait  predicted time until the local engine's first token
 * @param healthy    ids of the providers that can be called now, {@code local} for the embedded engine
 * @param threshold  the complexity above which requests should go to premium; share control moves it
 * @param lot        a number drawn at random for this decision: the same facts with the same lot give the same decision
 */
public record Situation(
        int hour,
        DayOfWeek weekday,
        double budgetLeft,
        int localQueue,
        Duration localWait,
        Set<String> healthy,
        double threshold,
        long lot) {

    public Situation {
        Objects.requireNonNull(weekday, "weekday");
        Objects.requireNonNull(localWait, "localWait");
        healthy = Set.copyOf(healthy);
        if (hour < 0 || hour > 23) {
            throw new IllegalArgumentException("an hour lies between 0 and 23, not " + hour);
        }
        if (Double.isNaN(budgetLeft)) {
            throw new IllegalArgumentException("a budget is a number of dollars or infinite, not NaN");
        }
        if (localQueue < 0 || localWait.isNegative()) {
            throw new IllegalArgumentException("a queue and a wait cannot be negative");
        }
    }

    /** That hour and day with nothing going on: no budget, no queue, no provider known to be healthy. */
    public static Situation quiet(int hour, DayOfWeek weekday) {
        return new Situation(
                hour,
                weekday,
                Double.POSITIVE_INFINITY,
                0,
                Duration.ZERO,
                Set.of(),
                ComplexityScorer.DEFAULT_THRESHOLD,
                0);
    }

    /** The clock's moment, in its own zone, with nothing going on. */
    public static Situation quiet(Clock clock) {
        LocalDateTime now = LocalDateTime.now(clock);
        return quiet(now.getHour(), now.getDayOfWeek());
    }

    public Situation withBudgetLeft(double usd) {
        return new Situation(hour, weekday, usd, localQueue, localWait, healthy, threshold, lot);
    }

    public Situation withLocal(int queue, Duration wait) {
        return new Situation(hour, weekday, budgetLeft, queue, wait, healthy, threshold, lot);
    }

    public Situation withHealthy(Set<String> providers) {
        return new Situation(hour, weekday, budgetLeft, localQueue, localWait, providers, threshold, lot);
    }

    public Situation withThreshold(double moved) {
        return new Situation(hour, weekday, budgetLeft, localQueue, localWait, healthy, moved, lot);
    }

    public Situation withLot(long drawn) {
        return new Situation(hour, weekday, budgetLeft, localQueue, localWait, healthy, threshold, drawn);
    }
}
