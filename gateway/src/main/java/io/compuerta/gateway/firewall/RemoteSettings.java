package io.compuerta.gateway.firewall;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A classifier elsewhere that is asked for a second opinion. It sees the text as the user wrote it.
 *
 * @param baseUrl       such as {@code http://127.0.0.1:9000/v1}
 * @param apiKey        if it wants one
 * @param deadline      for all texts of a request together
 * @param always        whether it sees every text, or only those in doubt
 * @param uncertainFrom the score from which a text that passes is in doubt
 * @param blockOnFailure whether a request is refused when there is no opinion to be had
 */
record RemoteSettings(
        URI baseUrl,
        String model,
        Format format,
        Optional<String> apiKey,
        Duration deadline,
        boolean always,
        double uncertainFrom,
        boolean blockOnFailure) {

    static final Duration USUAL_DEADLINE = Duration.ofMillis(300);
    static final double USUAL_UNCERTAIN_FROM = 0.15;

    /** How it is asked, and how it answers. */
    enum Format {
        /** A chat; {@code safe}, or {@code unsafe} and a line of categories. */
        LLAMA_GUARD,
        /** A chat; an object with a score and a kind. */
        JSON,
        /** OpenAI's moderations. */
        MODERATION;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static final List<String> WORDS =
                Arrays.stream(values()).map(Format::word).toList();
    }

    /** Leaves the key out. */
    @Override
    public String toString() {
        return "RemoteSettings[" + baseUrl + ", " + model + ", " + format + "]";
    }
}
