package io.compuerta.gateway.edge.openai;

import io.compuerta.gateway.limit.Reservation;
import java.time.Duration;
import org.springframework.http.HttpHeaders;

/** {@code x-ratelimit-*}: how far the caller is from the request limit that is closest. Absent when none binds. */
final class LimitHeaders {

    private LimitHeaders() {}

    static void write(Reservation.Standing standing, HttpHeaders headers) {
        standing.limit().ifPresent(limit -> {
            headers.set("x-ratelimit-limit-requests", Long.toString(limit));
            headers.set("x-ratelimit-remaining-requests", Long.toString(standing.remaining()));
            headers.set("x-ratelimit-reset-requests", goDuration(standing.reset()));
        });
    }

    /** As Go writes durations, which is what clients parse: {@code 1s}, {@code 6m0s}, {@code 1h0m5s}. */
    static String goDuration(Duration duration) {
        long seconds = Math.max(0, Math.ceilDiv(duration.toMillis(), 1000));
        long hours = seconds / 3600;
        long minutes = seconds / 60 % 60;
        String rest = seconds % 60 + "s";
        if (hours > 0) {
            return hours + "h" + minutes + "m" + rest;
        }
        return minutes > 0 ? minutes + "m" + rest : rest;
    }
}
