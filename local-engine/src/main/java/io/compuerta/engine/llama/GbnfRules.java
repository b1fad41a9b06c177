package io.compuerta.engine.llama;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a grammar as far as their beginnings matter: which may be empty, and what may stand first in each. From
 * that follows whether a rule can begin with itself, and in how many ways it can begin, which bounds both the time of llama.cpp's
 * own search and the alternatives it follows side by side.
 */
final class GbnfRules {

    private static final int MOST_BEGINNINGS = 4096;
    private static final int DEEPEST_BEGINNING = 500;

    /** Elements that llama.cpp's search for left recursion may visit in all. */
    private static final long MOST_VISITS = 20_000_000;

    private static final int UNKNOWN = -1;
    private static final int IN_PROGRESS = -2;

    /**
     * An element of a rule and how often it may come.
     *
     * @param rule  that it refers to, or -1 for text
     * @param size  characters of the text; 1 for a reference
     * @param least times
     * @param most  times, -1 for any number
     */
    record Item(int rule, int size, int least, int most) {

        static Item terminal(int size) {
            return new Item(-1, size, 1, 1);
        }

        static Item reference(int rule) {
            return new Item(rule, 1, 1, 1);
        }

        boolean isRepeated() {
            return least != 1 || most != 1;
        }

        Item times(int least, int most) {
            return new Item(rule, size, least, most);
        }
    }

    private final Map<String, Integer> byName = new HashMap<>();
    private final List<@Nullable List<List<Item>>> rules = new ArrayList<>();
    private boolean[] empty = new boolean[0];
    private int[] beginnings = new int[0];
    private int[] depths = new int[0];
    private long[] visits = new long[0];

    int named(String name) {
        return byName.computeIfAbsent(name, unknown -> add());
    }

    int add() {
        rules.add(null);
        return rules.size() - 1;
    }

    void define(int rule, List<List<Item>> alternatives) {
        if (rules.get(rule) != null) {
            throw GbnfCheck.refused("a rule is defined twice");
        }
        rules.set(rule, alternatives);
    }

    /** Once all are defined. */
    void check() {
        if (!byName.containsKey("root")) {
            throw GbnfCheck.refused("it has no rule 'root'");
        }
        if (rules.contains(null)) {
            throw GbnfCheck.refused("it uses a rule that is not defined");
        }
        findEmpty();
        beginnings = new int[rules.size()];
        depths = new int[rules.size()];
        visits = new long[rules.size()];
        Arrays.fill(beginnings, UNKNOWN);
        long all = 0;
        for (int rule = 0; rule < rules.size(); rule++) {
            measure(rule, 0);
            all += visits[rule];
        }
        if (all > MOST_VISITS) {
            throw GbnfCheck.refused("its rules begin with one another in too many ways");
        }
        rules.forEach(this::requireFewWaysOn);
    }

    /** In the middle of a rule, too, only so many ways may lead on. */
    private void requireFewWaysOn(@Nullable List<List<Item>> alternatives) {
        if (alternatives == null) {
            return;
        }
        for (List<Item> alternative : alternatives) {
            long ways = 0;
            for (Item item : alternative.reversed()) {
                boolean skippable = item.least() == 0 || mayBeEmpty(item);
                ways = (skippable ? ways : 0) + starts(item) * (item.rule() < 0 ? 1 : beginnings[item.rule()]);
                if (ways > MOST_BEGINNINGS) {
                    throw GbnfCheck.refused("more than " + MOST_BEGINNINGS + " ways lead on within a rule");
                }
            }
        }
    }

    private static long times(Item item) {
        return item.most() < 0 ? item.least() + 1L : Math.max(item.most(), 1);
    }

    /** What may be empty, repeated, may begin anew at each repetition. */
    private long starts(Item item) {
        return mayBeEmpty(item) ? times(item) : 1;
    }

    /** A rule may be empty when one of its alternatives holds nothing that may not. */
    private void findEmpty() {
        empty = new boolean[rules.size()];
        List<List<int[]>> usedIn = new ArrayList<>();
        rules.forEach(rule -> usedIn.add(new ArrayList<>()));
        ArrayDeque<Integer> found = new ArrayDeque<>();
        for (int rule = 0; rule < rules.size(); rule++) {
            for (List<Item> alternative : alternatives(rule)) {
                int[] open = {rule, 0};
                for (Item item : alternative) {
                    if (item.least() > 0 && item.size() > 0) {
                        open[1]++;
                        if (item.rule() >= 0) {
                            usedIn.get(item.rule()).add(open);
                        }
                    }
                }
                if (open[1] == 0) {
                    found.add(rule);
                }
            }
        }
        while (!found.isEmpty()) {
            int rule = found.remove();
            if (!empty[rule]) {
                empty[rule] = true;
                for (int[] open : usedIn.get(rule)) {
                    if (--open[1] == 0) {
                        found.add(open[0]);
                    }
                }
            }
        }
    }

    private void measure(int rule, int level) {
        if (beginnings[rule] == IN_PROGRESS) {
            throw GbnfCheck.refused("a rule begins with itself (left recursion)");
        }
        if (beginnings[rule] != UNKNOWN) {
            return;
        }
        if (level > DEEPEST_BEGINNING) {
            throw tooDeep();
        }
        beginnings[rule] = IN_PROGRESS;
        long ways = 1;
        long elements = 1;
        int depth = 0;
        for (List<Item> alternative : alternatives(rule)) {
            boolean first = true;
            for (Item item : alternative) {
                elements += item.size() * times(item);
                if (first && item.most() != 0) {
                    long starts = starts(item);
                    if (item.rule() >= 0) {
                        measure(item.rule(), level + 1);
                        depth = Math.max(depth, depths[item.rule()]);
                        ways += starts * beginnings[item.rule()];
                        elements += starts * visits[item.rule()];
                    } else {
                        ways++;
                    }
                    first = item.least() == 0 || mayBeEmpty(item);
                }
                if (ways > MOST_BEGINNINGS || elements > MOST_VISITS) {
                    throw GbnfCheck.refused("a rule begins in more than " + MOST_BEGINNINGS + " ways");
                }
            }
        }
        beginnings[rule] = (int) ways;
        visits[rule] = elements;
        depths[rule] = depth + 1;
        if (depths[rule] > DEEPEST_BEGINNING) {
            throw tooDeep();
        }
    }

    private boolean mayBeEmpty(Item item) {
        return item.size() == 0 || (item.rule() >= 0 && empty[item.rule()]);
    }

    private List<List<Item>> alternatives(int rule) {
        List<List<Item>> present = rules.get(rule);
        return present == null ? List.of() : present;
    }

    private static RuntimeException tooDeep() {
        return GbnfCheck.refused("rules begin with one another more than " + DEEPEST_BEGINNING + " deep");
    }
}
