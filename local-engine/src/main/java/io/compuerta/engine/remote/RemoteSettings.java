package io.compuerta.engine.remote;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * The servers and how patient to be with them.
 *
 * @param baseUrls       of servers with the same model, each ending where {@code /chat/completions} is appended, such as
 *     {@code http://127.0.0.1:8000/v1}; at least one
 * @param model          to ask for; empty asks for the first that a server lists
 * @param apiKey         sent as a bearer token; empty sends none
 * @param contextTokens  taken for the context's size where a server does not tell it
 * @param connectTimeout until a connection stands
 * @param firstToken     until the first piece of an answer
 * @param idle           between two pieces
 * @param pollInterval   between two looks at health and load
 */
public record RemoteSettings(
        List<URI> baseUrls,
        RemoteFlavour flavour,
        String model,
        String apiKey,
        int contextTokens,
        Duration connectTimeout,
        Duration firstToken,
        Duration idle,
        Duration pollInterval) {

    public RemoteSettings {
        baseUrls = List.copyOf(baseUrls);
        Objects.requireNonNull(flavour, "flavour");
        if (baseUrls.isEmpty()) {
            throw new IllegalArgumentException("a remote engine needs at least one base-url");
        }
        for (URI url : baseUrls) {
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (!web || url.getHost() == null) {
                throw new IllegalArgumentException(
                        "the base-url is '" + url + "'; a URL such as http://127.0.0.1:8000/v1 is expected");
            }
        }
        if (contextTokens < 256) {
            throw new IllegalArgumentException("contextTokens is " + contextTokens + "; at least 256 is expected");
        }
        requirePositive("connectTimeout", connectTimeout);
        requirePositive("firstToken", firstToken);
        requirePositive("idle", idle);
        requirePositive("pollInterval", pollInterval);
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " is " + value + "; a positive time is expected");
        }
    }

    /** Leaves the key out. */
    @Override
    public String toString() {
        return "RemoteSettings[" + flavour + ", " + baseUrls + "]";
    }
}
