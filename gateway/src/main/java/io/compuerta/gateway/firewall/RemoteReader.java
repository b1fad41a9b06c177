package io.compuerta.gateway.firewall;

import io.compuerta.gateway.config.HttpAddress;
import io.compuerta.policy.yaml.Environment;
import io.compuerta.policy.yaml.Nearest;
import io.compuerta.policy.yaml.YamlMapping;
import io.compuerta.policy.yaml.YamlText;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the section {@code remote} of {@code firewall.yaml}. */
final class RemoteReader {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,5})(ms|s)");
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private static final String PASS = "pass";
    private static final String BLOCK = "block";
    private static final String ALWAYS = "always";
    private static final String UNCERTAIN = "uncertain";

    private RemoteReader() {}

    static Optional<RemoteSettings> read(YamlMapping entry, Environment environment) {
        entry.allow("base-url", "model", "format", "api-key", "deadline", "when", "uncertain-from", "on-failure");
        Optional<URI> url = HttpAddress.read(entry, "base-url", "http://127.0.0.1:9000/v1", environment);
        String model = entry.text("model");
        if (!entry.has("format")) {
            entry.problem(
                    entry.position(), "missing key 'format'. Allowed: " + Nearest.list(RemoteSettings.Format.WORDS));
        }
        Optional<RemoteSettings.Format> format = entry.optionalWord("format", RemoteSettings.Format.WORDS)
                .flatMap(word -> Arrays.stream(RemoteSettings.Format.values())
                        .filter(known -> known.word().equals(word))
                        .findFirst());
        Optional<String> key = entry.substituted("api-key", environment).map(String::strip);
        if (entry.has("api-key") && entry.isSound() && key.isEmpty()) {
            entry.problemAt("api-key", "'api-key' names a variable that is not set; ${NAME:} is empty without it");
        }
        Duration deadline = deadline(entry);
        String when = entry.optionalWord("when", List.of(ALWAYS, UNCERTAIN)).orElse(UNCERTAIN);
        double from = entry.optionalDecimal("uncertain-from", BigDecimal.ZERO, BigDecimal.ONE)
                .map(BigDecimal::doubleValue)
                .orElse(RemoteSettings.USUAL_UNCERTAIN_FROM);
        if (entry.has("uncertain-from") && when.equals(ALWAYS)) {
            entry.problemAt(
                    "uncertain-from", "'uncertain-from' says nothing beside 'when: always'; leave one of them out");
        }
        String onFailure =
                entry.optionalWord("on-failure", List.of(PASS, BLOCK)).orElse(PASS);
        if (!entry.isSound() || url.isEmpty() || format.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new RemoteSettings(
                url.get(),
                model,
                format.get(),
                key.filter(found -> !found.isEmpty()),
                deadline,
                when.equals(ALWAYS),
                from,
                onFailure.equals(BLOCK)));
    }

    private static Duration deadline(YamlMapping entry) {
        Optional<String> text = entry.optionalScalar("deadline").map(YamlText::value);
        if (text.isEmpty()) {
            return RemoteSettings.USUAL_DEADLINE;
        }
        Matcher parts = DURATION.matcher(text.get());
        if (parts.matches()) {
            long number = Long.parseLong(parts.group(1));
            Duration deadline = parts.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMillis(number);
            if (deadline.isPositive() && deadline.compareTo(LONGEST) <= 0) {
                return deadline;
            }
        }
        entry.problemAt(
                "deadline", "'deadline' must be a time such as 300ms or 2s, from 1ms to 30s, not '" + text.get() + "'");
        return RemoteSettings.USUAL_DEADLINE;
    }
}
