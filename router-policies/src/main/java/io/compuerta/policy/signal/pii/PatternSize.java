package io.compuerta.policy.signal.pii;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How large a regular expression gets when it is compiled, judged before that is tried: a counted repetition writes what
 * it repeats out as often, and nested ones multiply, so that twenty characters can fill the memory.
 */
final class PatternSize {

    private static final long MOST = 1_000_000_000;

    private final String pattern;
    private final Deque<Long> outer = new ArrayDeque<>();
    /** Steps of the group that is open. */
    private long group;
    /** Steps of what a repetition would repeat. */
    private long last;

    private PatternSize(String pattern) {
        this.pattern = pattern;
    }

    /** About as many steps as the compiled pattern has; more rather than less. Broken patterns have some number too. */
    static long estimate(String pattern) {
        PatternSize size = new PatternSize(pattern);
        for (int at = 0; at < pattern.length(); ) {
            at = size.read(at);
        }
        return size.outer.stream().reduce(size.group, (sum, steps) -> Math.min(MOST, sum + steps));
    }

    /** @return where the next part begins */
    private int read(int at) {
        switch (pattern.charAt(at)) {
            case '\\' -> {
                return escape(at);
            }
            case '[' -> {
                one();
                return behindClass(pattern, at);
            }
            case '(' -> {
                outer.push(group);
                group = 0;
            }
            case ')' -> {
                last = Math.min(MOST, group + 2);
                group = Math.min(MOST, last + (outer.isEmpty() ? 0 : outer.pop()));
            }
            case '{' -> {
                return repetition(at);
            }
            case '*', '+', '?' -> {
                group++;
                last++;
            }
            default -> one();
        }
        return at + 1;
    }

    private void one() {
        group = Math.min(MOST, group + 1);
        last = 1;
    }

    private int escape(int at) {
        char kind = at + 1 < pattern.length() ? pattern.charAt(at + 1) : '\\';
        if (kind == 'Q') {
            int end = pattern.indexOf("\\E", at + 2);
            int stop = end < 0 ? pattern.length() : end;
            group = Math.min(MOST, group + stop - at);
            last = 1;
            return end < 0 ? stop : end + 2;
        }
        one();
        if ((kind == 'p' || kind == 'P' || kind == 'x') && at + 2 < pattern.length() && pattern.charAt(at + 2) == '{') {
            int close = pattern.indexOf('}', at);
            return close < 0 ? pattern.length() : close + 1;
        }
        return at + 2;
    }

    /** Where the part behind a character class begins. */
    static int behindClass(String pattern, int at) {
        int i = at + 1;
        if (i < pattern.length() && pattern.charAt(i) == '^') {
            i++;
        }
        boolean first = true;
        while (i < pattern.length() && (first || pattern.charAt(i) != ']')) {
            boolean named = pattern.startsWith("[:", i);
            int close = named ? pattern.indexOf(":]", i) : -1;
            i = close >= 0 ? close + 2 : i + (pattern.charAt(i) == '\\' ? 2 : 1);
            first = false;
        }
        return i + 1;
    }

    /** {@code {3}}, {@code {3,}} or {@code {3,7}}; any other brace stands for itself. */
    private int repetition(int at) {
        int close = pattern.indexOf('}', at);
        String counts = close < 0 ? "" : pattern.substring(at + 1, close);
        if (!counts.matches("[0-9]{1,6}(,[0-9]{0,6})?")) {
            one();
            return at + 1;
        }
        int comma = counts.indexOf(',');
        String most = comma < 0 || comma == counts.length() - 1 ? counts.replace(",", "") : counts.substring(comma + 1);
        long times = Math.max(1, Long.parseLong(most) + (counts.endsWith(",") ? 1 : 0));
        group = Math.min(MOST, group + last * (times - 1));
        last = Math.min(MOST, last * times);
        return close + 1;
    }
}
