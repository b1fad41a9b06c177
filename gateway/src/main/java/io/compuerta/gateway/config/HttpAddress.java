package io.compuerta.gateway.config;

import io.compuerta.policy.yaml.Environment;
import io.compuerta.policy.yaml.YamlMapping;
import java.net.URI;
import java.util.Optional;

/** Reads the base address of an HTTP interface from a configuration file. */
public final class HttpAddress {

    private HttpAddress() {}

    /**
     * The key's address, which must be there, without a slash at its end.
     *
     * @param example shown when it is none
     * @return empty after a problem, which has been reported
     */
    public static Optional<URI> read(YamlMapping entry, String key, String example, Environment environment) {
        if (!entry.has(key)) {
            entry.problem(entry.position(), "missing key '" + key + "'");
            return Optional.empty();
        }
        Optional<String> text = entry.substituted(key, environment);
        try {
            URI url = URI.create(text.orElse("").replaceAll("/+$", ""));
            if (("https".equals(url.getScheme()) || "http".equals(url.getScheme())) && url.getHost() != null) {
                return Optional.of(url);
            }
        } catch (IllegalArgumentException e) {
            // Reported below with what is allowed.
        }
        entry.problemAt(key, "'" + key + "' must be an http or https address, such as " + example);
        return Optional.empty();
    }
}
