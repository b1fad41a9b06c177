package io.compuerta.gateway.edge.openai;

import io.compuerta.gateway.limit.Reservation.Standing;
import java.time.Duration;
import org.springframework.http.HttpHeaders;

/** OpenAI's {@code x-ratelimit-*-requests}: how close the user is to a limit. */
final class RateLimitHeaders {

    private RateLimitHeaders() {}

    static void write(Standing standing, HttpHeaders headers) {
        standing.limit().ifPresent(limit -> {
            headers.set("x-ratelimit-limit-requests", Long.toString(limit));
            headers.set("x-ratelimit-remaining-requests", Long.toString(standing.remaining()));
            headers.set("x-ratelimit-reset-requests", goDuration(standing.reset()));
        });
    }

    /** Clients read Go's way of writing durations: {@code 6m0s}. */
    private static String goDuration(Duration duration) {
        long seconds = Math.ceilDiv(duration.toMillis(), 1000);
        StringBuilder text = new StringBuilder();
        if (seconds >= 3600) {
            text.append(seconds / 3600).append('h');
        }
        if (seconds >= 60) {
            text.append(seconds % 3600 / 60).append('m');
        }
        return text.append(seconds % 60).append('s').toString();
    }
}
