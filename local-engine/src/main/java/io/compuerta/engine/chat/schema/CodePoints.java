package io.compuerta.engine.chat.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A set of characters.
 *
 * @param ranges in order, neither touching nor overlapping
 */
record CodePoints(List<Range> ranges) {

    /** From the first to the last, both included. */
    record Range(int first, int last) {}

    private static final int LAST = 0x10FFFF;
    private static final int FIRST_SURROGATE = 0xD800;
    private static final int LAST_SURROGATE = 0xDFFF;

    /** What may stand in JSON text as it is or behind a backslash, control characters aside. */
    static final CodePoints PRINTABLE = of(0x20, 0x7E)
            .or(of(0xA0, FIRST_SURROGATE - 1))
            .or(of(LAST_SURROGATE + 1, 0xFFFD))
            .or(of(0x10000, LAST));

    /** What JSON writes behind a backslash. */
    static final CodePoints ESCAPED = of('"', '"').or(of('\\', '\\'));

    static CodePoints of(int first, int last) {
        return new CodePoints(List.of(new Range(first, last)));
    }

    static CodePoints none() {
        return new CodePoints(List.of());
    }

    CodePoints or(CodePoints other) {
        List<Range> all = new ArrayList<>(ranges);
        all.addAll(other.ranges);
        all.sort(Comparator.comparingInt(Range::first));
        List<Range> merged = new ArrayList<>();
        for (Range range : all) {
            if (!merged.isEmpty() && range.first() <= merged.getLast().last() + 1) {
                Range before = merged.removeLast();
                merged.add(new Range(before.first(), Math.max(before.last(), range.last())));
            } else {
                merged.add(range);
            }
        }
        return new CodePoints(List.copyOf(merged));
    }

    CodePoints complement() {
        List<Range> gaps = new ArrayList<>();
        int next = 0;
        for (Range range : ranges) {
            if (range.first() > next) {
                gaps.add(new Range(next, range.first() - 1));
            }
            next = range.last() + 1;
        }
        if (next <= LAST) {
            gaps.add(new Range(next, LAST));
        }
        return new CodePoints(List.copyOf(gaps));
    }

    CodePoints and(CodePoints other) {
        return complement().or(other.complement()).complement();
    }

    CodePoints without(CodePoints other) {
        return and(other.complement());
    }

    boolean isEmpty() {
        return ranges.isEmpty();
    }
}
