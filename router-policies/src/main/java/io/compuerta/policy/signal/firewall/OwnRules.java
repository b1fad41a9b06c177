package io.compuerta.policy.signal.firewall;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rules of an operator's own beside those that ship, in the grammar of {@code rules.yaml} and quoted phrases: rows of ideas
 * of the lexicon and words, with bounded gaps. They see through the same disguises, and their matching is linear in the
 * text whatever they say. Immutable and thread-safe.
 */
public final class OwnRules {

    /** None at all; looking for them costs nothing. */
    public static final OwnRules NONE = of(List.of());

    private final FirewallRules rules;
    private final TextNormalizer normalizer;

    private OwnRules(FirewallRules rules) {
        this.rules = rules;
        this.normalizer = new TextNormalizer(rules.lexicon());
    }

    /**
     * One rule.
     *
     * @param name    shown in reasons; unique
     * @param kind    what a text that it finds counts as
     * @param pattern such as {@code REVEAL ~3 "price list"}: an idea in capitals, words in small letters ({@code a|b}
     *                either, {@code word*} its endings), a phrase in quotes, {@code ~n} for up to n words in between
     */
    public record Rule(String name, AttackKind kind, String pattern) {}

    /** @throws IllegalArgumentException naming what is wrong with the first wrong pattern, and what is allowed */
    public static OwnRules of(List<Rule> rules) {
        List<Map<String, Object>> drafts = new ArrayList<>();
        for (Rule rule : rules) {
            Map<String, Object> draft = new LinkedHashMap<>();
            draft.put("name", rule.name());
            draft.put("kind", rule.kind().word());
            draft.put("strength", 1);
            draft.put("any", List.of(OwnPattern.parse(rule.pattern(), ideas())));
            drafts.add(draft);
        }
        return new OwnRules(FirewallRules.of(Ideas.ALL, Map.of("rules", drafts)));
    }

    /** The ideas that patterns may name. */
    public static Set<String> ideas() {
        return Ideas.NAMES;
    }

    public boolean isEmpty() {
        return rules.rules().isEmpty();
    }

    /** The rules found in a text, by their place in the list, those that come first in the text first. */
    public Set<Integer> find(String text) {
        Set<Integer> found = new LinkedHashSet<>();
        if (isEmpty() || text.isBlank()) {
            return found;
        }
        for (String view : normalizer.normalize(text).views()) {
            Words words = Words.of(view);
            for (FirewallRules.Hit hit : rules.find(rules.lexicon().mark(words), words.count())) {
                found.add(hit.rule());
            }
        }
        return found;
    }

    /** Read once, at the first use. */
    private static final class Ideas {
        private static final Map<?, ?> ALL = FirewallRules.resource("lexicon.yaml");
        private static final Set<String> NAMES = names(ALL);

        private static Set<String> names(Map<?, ?> ideas) {
            Set<String> names = new LinkedHashSet<>();
            ideas.keySet().forEach(name -> names.add(String.valueOf(name)));
            return Collections.unmodifiableSet(names);
        }
    }
}
