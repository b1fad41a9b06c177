package io.compuerta.gateway.auth;

import io.compuerta.gateway.limit.UserLimits;
import io.compuerta.policy.yaml.YamlDocument;
import io.compuerta.policy.yaml.YamlMapping;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Reads {@code keys.yaml}. */
public final class KeyFile {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

    private KeyFile() {}

    /** @throws io.compuerta.policy.yaml.ConfigException naming each problem with its line */
    public static KeyRing parse(String fileName, String text) {
        YamlDocument document = YamlDocument.parse(fileName, text);
        Map<String, ApiKey> keys = new LinkedHashMap<>();
        Map<String, String> ids = new LinkedHashMap<>();
        for (YamlMapping entry :
                document.root().allow("version", "keys").version(1).mappings("keys")) {
            entry.allow("id", "sha256", "tenant", "limits", "admin");
            String id = entry.text("id");
            String tenant = entry.text("tenant");
            String sha256 = entry.optionalScalar("sha256").map(t -> t.value()).orElse("");
            if (!SHA256.matcher(sha256).matches()) {
                entry.problemAt(
                        "sha256",
                        "'sha256' must be 64 hexadecimal digits; make one with: printf %s \"$KEY\" | sha256sum");
            }
            Optional<YamlMapping> limitNode = entry.optionalMapping("limits");
            UserLimits limits = limitNode.map(KeyFile::limits).orElse(UserLimits.DEFAULT);
            boolean admin = entry.optionalFlag("admin").orElse(false);
            if (ids.putIfAbsent(id, sha256) != null) {
                entry.problemAt("id", "the id '" + id + "' is used twice");
            }
            if (entry.isSound()
                    && keys.putIfAbsent(
                                    sha256.toLowerCase(java.util.Locale.ROOT), new ApiKey(id, tenant, limits, admin))
                            != null) {
                entry.problemAt("sha256", "another entry has the same key");
            }
        }
        return document.orThrow(() -> new KeyRing(document.contentHash(), keys));
    }

    private static UserLimits limits(YamlMapping node) {
        node.allow("requests-per-day", "requests-per-minute", "tokens-per-minute");
        OptionalLong perDay = limit(node, "requests-per-day");
        return new UserLimits(
                perDay.isPresent() ? perDay : UserLimits.DEFAULT.requestsPerDay(),
                limit(node, "requests-per-minute"),
                limit(node, "tokens-per-minute"));
    }

    private static OptionalLong limit(YamlMapping node, String key) {
        return node.optionalInteger(key, 1, 1_000_000_000L)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }
}
