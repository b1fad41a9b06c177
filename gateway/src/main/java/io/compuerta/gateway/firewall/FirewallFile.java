package io.compuerta.gateway.firewall;

import io.compuerta.policy.signal.firewall.AttackKind;
import io.compuerta.policy.signal.firewall.FalsePositiveBudget;
import io.compuerta.policy.signal.firewall.Origin;
import io.compuerta.policy.signal.firewall.OwnRules;
import io.compuerta.policy.yaml.Environment;
import io.compuerta.policy.yaml.Nearest;
import io.compuerta.policy.yaml.YamlDocument;
import io.compuerta.policy.yaml.YamlMapping;
import io.compuerta.policy.yaml.YamlText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code firewall.yaml}. */
public final class FirewallFile {

    private static final String DEFAULT = "default";
    private static final int MOST_RULES = 500;

    private static final Map<String, FalsePositiveBudget> BUDGETS = budgets();
    private static final List<String> SIDE_WORDS = List.of(Action.BLOCK.word(), Action.FLAG.word());

    private FirewallFile() {}

    /**
     * @param environment for the remote guard's key
     * @throws io.compuerta.policy.yaml.ConfigException naming each problem with its line
     */
    public static FirewallPolicy parse(String fileName, String text, Environment environment) {
        return read(fileName, text, Optional.of(environment));
    }

    /**
     * Leaves the remote guard out, for whoever does not ask it and has not its key.
     *
     * @throws io.compuerta.policy.yaml.ConfigException naming each problem with its line
     */
    public static FirewallPolicy parseWithoutRemote(String fileName, String text) {
        return read(fileName, text, Optional.empty());
    }

    private static FirewallPolicy read(String fileName, String text, Optional<Environment> environment) {
        YamlDocument document = YamlDocument.parse(fileName, text);
        YamlMapping root = document.root()
                .allow("version", "budget", "actions", "origins", "targets", "rules", "allow", "tenants", "remote")
                .version(1);
        Rulebook everybody = new Rulebook(budget(root), List.of(layer(root)));
        Map<String, Rulebook> tenants = new LinkedHashMap<>();
        root.optionalMapping("tenants")
                .ifPresent(section -> section.children().forEach((tenant, entry) -> {
                    entry.allow("budget", "actions", "origins", "targets");
                    tenants.put(tenant, everybody.under(budget(entry), layer(entry)));
                }));
        List<FirewallPolicy.OwnAction> own = rules(root);
        OwnPhrases phrases = phrases(root);
        Optional<RemoteSettings> remote = environment.flatMap(
                known -> root.optionalMapping("remote").flatMap(entry -> RemoteReader.read(entry, known)));
        return document.orThrow(() -> new FirewallPolicy(
                document.contentHash(),
                everybody,
                tenants,
                phrases,
                OwnRules.of(own.stream().map(FirewallPolicy.OwnAction::rule).toList()),
                own,
                remote));
    }

    private static Optional<FalsePositiveBudget> budget(YamlMapping entry) {
        Optional<String> word = entry.optionalScalar("budget").map(YamlText::value);
        if (word.isPresent() && !BUDGETS.containsKey(word.get())) {
            entry.problemAt(
                    "budget",
                    "'budget' must be a share of ordinary prompts, not '" + word.get() + "'. Allowed: "
                            + Nearest.list(BUDGETS.keySet()));
        }
        return word.map(BUDGETS::get);
    }

    private static Rulebook.Layer layer(YamlMapping entry) {
        Map<Origin, ActionTable> origins = new EnumMap<>(Origin.class);
        entry.optionalMapping("origins").ifPresent(section -> {
            section.allow(Arrays.stream(Origin.values()).map(FirewallFile::word).toArray(String[]::new));
            for (Origin origin : Origin.values()) {
                section.optionalMapping(word(origin)).ifPresent(table -> {
                    origins.put(origin, table(table, Action.WORDS));
                    if (origin == Origin.USER) {
                        refuseStrip(table);
                    }
                });
            }
        });
        Map<Side, ActionTable> targets = new EnumMap<>(Side.class);
        entry.optionalMapping("targets").ifPresent(section -> {
            section.allow("local", "premium");
            for (Side side : Side.values()) {
                section.optionalMapping(side.name().toLowerCase(Locale.ROOT))
                        .ifPresent(table -> targets.put(side, table(table, SIDE_WORDS)));
            }
        });
        ActionTable actions = entry.optionalMapping("actions")
                .map(table -> table(table, Action.WORDS))
                .orElse(ActionTable.SILENT);
        return new Rulebook.Layer(actions, origins, targets);
    }

    private static void refuseStrip(YamlMapping table) {
        for (String key : table.keys()) {
            boolean strip = table.optionalScalar(key)
                    .map(YamlText::value)
                    .filter(Action.STRIP.word()::equals)
                    .isPresent();
            if (strip) {
                table.problemAt(
                        key,
                        "strip takes attacks out of tool results and documents; for what users write say block, flag or"
                                + " route-premium");
            }
        }
    }

    private static ActionTable table(YamlMapping table, List<String> words) {
        List<String> keys = new ArrayList<>();
        for (AttackKind kind : AttackKind.values()) {
            keys.add(kind.word());
        }
        keys.add(DEFAULT);
        table.allow(keys.toArray(String[]::new));
        Map<AttackKind, Action> byKind = new EnumMap<>(AttackKind.class);
        for (AttackKind kind : AttackKind.values()) {
            table.optionalWord(kind.word(), words).flatMap(Action::of).ifPresent(action -> byKind.put(kind, action));
        }
        return new ActionTable(byKind, table.optionalWord(DEFAULT, words).flatMap(Action::of));
    }

    private static List<FirewallPolicy.OwnAction> rules(YamlMapping root) {
        List<FirewallPolicy.OwnAction> rules = new ArrayList<>();
        Set<String> names = new HashSet<>();
        List<YamlMapping> entries = root.optionalMappings("rules");
        if (entries.size() > MOST_RULES) {
            root.problemAt("rules", "'rules' has " + entries.size() + " rules; at most " + MOST_RULES + " are allowed");
        }
        for (YamlMapping entry : entries) {
            entry.allow("name", "pattern", "kind", "action");
            String name = entry.text("name");
            if (!names.add(name)) {
                entry.problemAt("name", "the name '" + name + "' is used twice");
            }
            Optional<AttackKind> kind = kind(entry);
            Optional<Action> action = entry.optionalWord("action", Action.WORDS).flatMap(Action::of);
            Optional<OwnRules.Rule> rule = kind.flatMap(known -> rule(entry, name, known));
            if (entry.isSound()) {
                rule.ifPresent(sound -> rules.add(new FirewallPolicy.OwnAction(sound, action)));
            }
        }
        return rules;
    }

    private static Optional<AttackKind> kind(YamlMapping entry) {
        List<String> words =
                Arrays.stream(AttackKind.values()).map(AttackKind::word).toList();
        if (!entry.has("kind")) {
            entry.problem(entry.position(), "missing key 'kind'. Allowed: " + Nearest.list(words));
        }
        return entry.optionalWord("kind", words).map(word -> AttackKind.valueOf(word.toUpperCase(Locale.ROOT)));
    }

    private static Optional<OwnRules.Rule> rule(YamlMapping entry, String name, AttackKind kind) {
        Optional<YamlText> pattern = entry.placedText("pattern");
        if (pattern.isEmpty()) {
            return Optional.empty();
        }
        OwnRules.Rule rule = new OwnRules.Rule(name, kind, pattern.get().value());
        try {
            var unused = OwnRules.of(List.of(rule));
            return Optional.of(rule);
        } catch (IllegalArgumentException e) {
            entry.problemAt("pattern", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static OwnPhrases phrases(YamlMapping root) {
        List<String> phrases = new ArrayList<>();
        List<YamlText> texts = root.optionalTexts("allow");
        if (texts.size() > OwnPhrases.MOST) {
            root.problemAt(
                    "allow", "'allow' has " + texts.size() + " phrases; at most " + OwnPhrases.MOST + " are allowed");
        }
        for (YamlText text : texts) {
            int length = text.value().length();
            if (length < OwnPhrases.SHORTEST || length > OwnPhrases.LONGEST) {
                root.problem(
                        text.position(),
                        "a phrase of 'allow' must have " + OwnPhrases.SHORTEST + " to " + OwnPhrases.LONGEST
                                + " characters, not " + length + ": a short one would blank out parts of anything");
            }
            phrases.add(text.value());
        }
        return new OwnPhrases(phrases);
    }

    /** The word for an origin in files, explanations and metrics. */
    static String word(Origin origin) {
        return origin.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Map<String, FalsePositiveBudget> budgets() {
        Map<String, FalsePositiveBudget> budgets = new LinkedHashMap<>();
        for (FalsePositiveBudget budget : FalsePositiveBudget.values()) {
            String percent = BigDecimal.valueOf(budget.share())
                    .movePointRight(2)
                    .stripTrailingZeros()
                    .toPlainString();
            budgets.put(percent + "%", budget);
        }
        return budgets;
    }
}
