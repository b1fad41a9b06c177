package io.compuerta.policy.signal.firewall;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Named attacks as patterns over words, read from {@code lexicon.yaml} and {@code rules.yaml} beside this class.
 * Matching is linear in the number of words. Immutable and thread-safe.
 */
final class FirewallRules {

    /** A rule as far as verdicts need it. */
    record Rule(String name, AttackKind kind, double strength) {

        Rule {
            if (!(strength > 0 && strength <= 1)) {
                throw new IllegalArgumentException(
                        "the strength of rule " + name + " must lie in 0..1, not " + strength);
            }
        }
    }

    /** A rule found in a text, from its first to its last word. */
    record Hit(int rule, int from, int to) {}

    private final Lexicon lexicon;
    private final List<Rule> rules;
    private final RulePattern[] patterns;
    private final int[] ruleOf;
    private final int[][] startingWith;

    private FirewallRules(
            Lexicon lexicon, List<Rule> rules, RulePattern[] patterns, int[] ruleOf, int[][] startingWith) {
        this.lexicon = lexicon;
        this.rules = rules;
        this.patterns = patterns;
        this.ruleOf = ruleOf;
        this.startingWith = startingWith;
    }

    /** The rules that ship with the product. */
    static FirewallRules standard() {
        return of(resource("lexicon.yaml"), resource("rules.yaml"));
    }

    /**
     * Builds rules from the two documents as YAML reads them.
     *
     * @throws IllegalArgumentException naming the rule or idea that is wrong
     */
    static FirewallRules of(Map<?, ?> ideas, Map<?, ?> document) {
        Lexicon.Builder lexicon = new Lexicon.Builder();
        ideas.forEach((name, byLanguage) -> lexicon.idea(String.valueOf(name), members(byLanguage)));
        List<Rule> rules = new ArrayList<>();
        List<RulePattern.Draft> drafts = new ArrayList<>();
        List<Integer> ruleOf = new ArrayList<>();
        for (Object entry : (Collection<?>) Objects.requireNonNull(document.get("rules"), "rules")) {
            Map<?, ?> fields = (Map<?, ?>) entry;
            String name = String.valueOf(fields.get("name"));
            AttackKind kind =
                    AttackKind.valueOf(String.valueOf(fields.get("kind")).toUpperCase(Locale.ROOT));
            for (Object pattern : (Collection<?>) Objects.requireNonNull(fields.get("any"), name)) {
                drafts.add(RulePattern.Draft.parse(String.valueOf(pattern), lexicon));
                ruleOf.add(rules.size());
            }
            rules.add(new Rule(
                    name, kind, ((Number) Objects.requireNonNull(fields.get("strength"), name)).doubleValue()));
        }
        Lexicon built = lexicon.build();
        RulePattern[] patterns =
                drafts.stream().map(draft -> draft.bind(built.width())).toArray(RulePattern[]::new);
        return new FirewallRules(
                built,
                List.copyOf(rules),
                patterns,
                ruleOf.stream().mapToInt(Integer::intValue).toArray(),
                index(patterns, built.width()));
    }

    Lexicon lexicon() {
        return lexicon;
    }

    List<Rule> rules() {
        return rules;
    }

    /** Every place at which a rule begins, in the order of the text; a rule counts once at each first word. */
    List<Hit> find(long[] marks, int count) {
        List<Hit> hits = new ArrayList<>();
        int width = lexicon.width();
        for (int word = 0; word < count; word++) {
            for (int k = 0; k < width; k++) {
                long bits = marks[word * width + k];
                while (bits != 0) {
                    int mark = (k << 6) + Long.numberOfTrailingZeros(bits);
                    bits &= bits - 1;
                    for (int pattern : startingWith[mark]) {
                        int end = patterns[pattern].match(marks, width, word, count);
                        if (end >= 0) {
                            addOnce(hits, new Hit(ruleOf[pattern], word, end));
                        }
                    }
                }
            }
        }
        return hits;
    }

    private static void addOnce(List<Hit> hits, Hit hit) {
        for (int i = hits.size() - 1; i >= 0 && hits.get(i).from == hit.from; i--) {
            if (hits.get(i).rule == hit.rule) {
                return;
            }
        }
        hits.add(hit);
    }

    private static int[][] index(RulePattern[] patterns, int width) {
        int[][] startingWith = new int[width * Long.SIZE][];
        for (int mark = 0; mark < startingWith.length; mark++) {
            List<Integer> starting = new ArrayList<>();
            for (int p = 0; p < patterns.length; p++) {
                if ((patterns[p].first()[mark >> 6] & 1L << mark) != 0) {
                    starting.add(p);
                }
            }
            startingWith[mark] = starting.stream().mapToInt(Integer::intValue).toArray();
        }
        return startingWith;
    }

    private static List<String> members(Object byLanguage) {
        List<String> members = new ArrayList<>();
        for (Object words : ((Map<?, ?>) byLanguage).values()) {
            for (Object word : (Collection<?>) words) {
                members.add(String.valueOf(word));
            }
        }
        return members.stream().distinct().toList();
    }

    static Map<?, ?> resource(String name) {
        try (InputStream in = Objects.requireNonNull(FirewallRules.class.getResourceAsStream(name), name)) {
            return (Map<?, ?>) new Load(LoadSettings.builder().setLabel(name).build()).loadFromInputStream(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the firewall resource " + name, e);
        }
    }
}
