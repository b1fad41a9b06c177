package io.compuerta.gateway.config;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How changed configuration files are noticed.
 *
 * @param enabled when false, a change needs a restart
 * @param poll    how often the files are read even when the file system tells of no change: some tell of none, such as
 *                network file systems and mounted ConfigMaps
 * @param quiet   how long no further change must come before the files are read, since editors write in several steps
 */
@ConfigurationProperties("compuerta.reload")
public record ReloadSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("5s") Duration poll,
        @DefaultValue("200ms") Duration quiet) {

    public ReloadSettings {
        if (poll.isNegative() || poll.isZero()) {
            throw new IllegalArgumentException("compuerta.reload.poll must be positive, not " + poll);
        }
        if (quiet.isNegative()) {
            throw new IllegalArgumentException("compuerta.reload.quiet must not be negative: " + quiet);
        }
    }
}
