package io.compuerta.gateway.output;

import io.compuerta.policy.signal.output.LeakAction;
import io.compuerta.policy.signal.output.LeakKind;
import io.compuerta.policy.signal.output.PhraseSet;
import io.compuerta.policy.signal.output.PromptShingles;
import io.compuerta.policy.yaml.YamlDocument;
import io.compuerta.policy.yaml.YamlMapping;
import io.compuerta.policy.yaml.YamlText;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code output.yaml}. What a tenant's part leaves out is as in the general part, and its phrases are added. */
public final class OutputFile {

    private static final List<String> ACTIONS =
            Arrays.stream(LeakAction.values()).map(LeakAction::word).toList();

    private OutputFile() {}

    /**
     * @param file the name shown in problems
     * @throws io.compuerta.policy.yaml.ConfigException naming each problem with its line, never a phrase
     */
    public static OutputRules read(String file, String text) {
        YamlDocument document = YamlDocument.parse(file, text);
        YamlMapping root = document.root()
                .allow("version", "system-prompt", "secrets", "placeholders", "phrases", "tenants")
                .version(1);
        TenantRules general = rules(root, TenantRules.STANDARD);
        Map<String, TenantRules> tenants = new LinkedHashMap<>();
        root.optionalMapping("tenants")
                .ifPresent(all -> all.children().forEach((tenant, part) -> {
                    part.allow("system-prompt", "secrets", "placeholders", "phrases");
                    tenants.put(tenant, rules(part, general));
                }));
        return document.orThrow(() -> new OutputRules(document.contentHash(), general, tenants));
    }

    private static TenantRules rules(YamlMapping part, TenantRules usual) {
        Map<LeakKind, LeakAction> actions = new EnumMap<>(usual.actions());
        int words = usual.words();
        Set<String> phrases = new LinkedHashSet<>(usual.listed());
        for (LeakKind kind : LeakKind.values()) {
            Optional<YamlMapping> entry = part.optionalMapping(kind.word());
            if (entry.isEmpty()) {
                continue;
            }
            YamlMapping found = entry.get();
            switch (kind) {
                case SYSTEM_PROMPT -> {
                    found.allow("action", "words");
                    words = found.optionalInteger("words", PromptShingles.FEWEST_WORDS, PromptShingles.MOST_WORDS)
                            .map(Long::intValue)
                            .orElse(words);
                }
                case PHRASE -> {
                    found.allow("action", "list");
                    found.optionalTexts("list").forEach(phrase -> add(phrase, found, phrases));
                }
                case SECRET, PLACEHOLDER -> found.allow("action");
            }
            action(found).ifPresent(action -> actions.put(kind, action));
        }
        return TenantRules.of(actions, words, phrases);
    }

    private static void add(YamlText phrase, YamlMapping part, Set<String> phrases) {
        int letters = PhraseSet.normalize(phrase.value()).length();
        if (letters < 3) {
            part.problem(phrase.position(), "a phrase needs at least one letter or digit; others are not looked at");
        } else if (letters > PhraseSet.LONGEST) {
            part.problem(
                    phrase.position(), "a phrase has at most " + PhraseSet.LONGEST + " letters, this one " + letters);
        } else {
            phrases.add(phrase.value());
        }
    }

    private static Optional<LeakAction> action(YamlMapping part) {
        return part.optionalWord("action", ACTIONS).map(word -> LeakAction.values()[ACTIONS.indexOf(word)]);
    }
}
