package io.compuerta.gateway.edge;

import io.compuerta.gateway.pipeline.GatewayError;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;

/** Finds the caller's API key in the headers that clients use for it. */
final class PresentedKey {

    private static final String BEARER = "bearer ";

    private PresentedKey() {}

    /**
     * The key from {@code Authorization: Bearer}, {@code x-api-key} or {@code api-key}; empty when none is there.
     * Azure-style clients send several at once: they must agree.
     */
    static String of(HttpHeaders headers) {
        var keys = Stream.of(
                        bearer(headers),
                        Optional.ofNullable(headers.getFirst("x-api-key")),
                        Optional.ofNullable(headers.getFirst("api-key")))
                .flatMap(Optional::stream)
                .map(String::strip)
                .filter(key -> !key.isEmpty())
                .distinct()
                .toList();
        if (keys.size() > 1) {
            throw new GatewayError.Unauthorized("Several different API keys were sent; send one.");
        }
        return keys.isEmpty() ? "" : keys.getFirst();
    }

    private static Optional<String> bearer(HttpHeaders headers) {
        String value = headers.getFirst(HttpHeaders.AUTHORIZATION);
        return value != null && value.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? Optional.of(value.substring(BEARER.length()))
                : Optional.empty();
    }
}
