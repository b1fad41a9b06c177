package io.compuerta.policy.privacy;

import io.compuerta.policy.signal.pii.PiiType;
import io.compuerta.policy.yaml.ConfigException;
import io.compuerta.policy.yaml.YamlDocument;
import io.compuerta.policy.yaml.YamlMapping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code privacy.yaml}. */
public final class PrivacyReader {

    private static final int SUPPORTED_VERSION = 1;
    private static final String DEFAULT = "default";

    private PrivacyReader() {}

    /** What the file says of everybody, or of one tenant. */
    private record Part(
            RecognizerReader.Listed recognizers,
            AllowList allow,
            Map<PiiType, PrivacyAction> named,
            Optional<PrivacyAction> otherwise) {

        static final Part NOTHING = new Part(RecognizerReader.Listed.NONE, AllowList.NONE, Map.of(), Optional.empty());

        /** This on top of another: a type named here, named there, the default here, the default there. */
        PrivacyRules over(Part base) {
            PrivacyAction rest = otherwise.or(base::otherwise).orElse(PrivacyAction.PSEUDONYMIZE);
            Map<PiiType, PrivacyAction> actions = PrivacyRules.everything(rest);
            actions.putAll(base.named());
            actions.putAll(named);
            return new PrivacyRules(
                    base.recognizers().followedBy(recognizers), base.allow().and(allow), actions);
        }
    }

    /**
     * Reads a privacy file.
     *
     * @param file the name shown in problems; nothing is opened
     * @throws ConfigException with every problem found
     */
    public static PrivacyPolicy read(String file, String text) {
        YamlDocument yaml = YamlDocument.parse(file, text);
        YamlMapping root = yaml.root()
                .allow("version", "recognizers", "allow", "actions", "tenants")
                .version(SUPPORTED_VERSION);
        Part everybody = part(root, RecognizerReader.Listed.NONE);
        Map<String, Part> tenants = new LinkedHashMap<>();
        root.optionalMapping("tenants")
                .map(YamlMapping::children)
                .orElse(Map.of())
                .forEach((tenant, entry) -> {
                    entry.allow("recognizers", "allow", "actions");
                    tenants.put(tenant, part(entry, everybody.recognizers()));
                });
        return yaml.orThrow(() -> {
            Map<String, PrivacyRules> rules = new LinkedHashMap<>();
            tenants.forEach((tenant, part) -> rules.put(tenant, part.over(everybody)));
            return new PrivacyPolicy(yaml.contentHash(), everybody.over(Part.NOTHING), rules);
        });
    }

    private static Part part(YamlMapping entry, RecognizerReader.Listed before) {
        RecognizerReader.Listed recognizers = RecognizerReader.read(entry, before);
        AllowList allow = entry.optionalMapping("allow").map(AllowReader::read).orElse(AllowList.NONE);
        Map<PiiType, PrivacyAction> named = new EnumMap<>(PiiType.class);
        Optional<PrivacyAction> otherwise = Optional.empty();
        Optional<YamlMapping> actions = entry.optionalMapping("actions");
        if (actions.isPresent()) {
            List<String> keys = new ArrayList<>(typeNames());
            keys.add(DEFAULT);
            YamlMapping given = actions.get().allow(keys.toArray(String[]::new));
            for (PiiType type : PiiType.values()) {
                action(given, type.name()).ifPresent(action -> named.put(type, action));
            }
            otherwise = action(given, DEFAULT);
        }
        return new Part(recognizers, allow, named, otherwise);
    }

    private static Optional<PrivacyAction> action(YamlMapping actions, String key) {
        return actions.optionalWord(key, PrivacyAction.words()).flatMap(PrivacyAction::find);
    }

    static List<String> typeNames() {
        return Arrays.stream(PiiType.values()).map(PiiType::name).toList();
    }
}
