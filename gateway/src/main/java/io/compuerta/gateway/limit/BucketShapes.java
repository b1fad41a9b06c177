package io.compuerta.gateway.limit;

import io.github.bucket4j.BandwidthBuilder;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConfigurationBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** A user's limits as Bucket4j describes buckets. */
final class BucketShapes {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);

    private BucketShapes() {}

    /** Requests a day (from midnight UTC) and a minute in one bucket, so that both are taken or neither. */
    static Optional<BucketConfiguration> requests(UserLimits limits, Clock clock) {
        if (limits.requestsPerDay().isEmpty() && limits.requestsPerMinute().isEmpty()) {
            return Optional.empty();
        }
        ConfigurationBuilder builder = BucketConfiguration.builder();
        limits.requestsPerDay()
                .ifPresent(n -> builder.addLimit(BandwidthBuilder.builder()
                        .capacity(n)
                        .refillIntervallyAligned(n, DAY, nextMidnight(clock))
                        .build()));
        limits.requestsPerMinute()
                .ifPresent(n -> builder.addLimit(BandwidthBuilder.builder()
                        .capacity(n)
                        .refillGreedy(n, MINUTE)
                        .build()));
        return Optional.of(builder.build());
    }

    static Optional<BucketConfiguration> tokens(UserLimits limits) {
        return limits.tokensPerMinute().isEmpty()
                ? Optional.empty()
                : Optional.of(BucketConfiguration.builder()
                        .addLimit(BandwidthBuilder.builder()
                                .capacity(limits.tokensPerMinute().getAsLong())
                                .refillGreedy(limits.tokensPerMinute().getAsLong(), MINUTE)
                                .build())
                        .build());
    }

    /** The smallest capacity: more than this can never be taken at once. */
    static long capacity(BucketConfiguration shape) {
        long least = Long.MAX_VALUE;
        for (var bandwidth : shape.getBandwidths()) {
            least = Math.min(least, bandwidth.getCapacity());
        }
        return least;
    }

    private static Instant nextMidnight(Clock clock) {
        return clock.instant().truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
    }
}
