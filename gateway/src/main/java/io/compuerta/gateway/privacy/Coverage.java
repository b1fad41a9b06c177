package io.compuerta.gateway.privacy;

import io.compuerta.policy.signal.pii.PiiType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;

/**
 * What is to be replaced in one piece. Stretches that overlap become one, of the type of the longest: nothing that
 * belongs to any of them stays.
 */
final class Coverage {

    /**
     * @param start   in the source
     * @param literal a JSON number: its placeholder needs quotes
     */
    record Span(int start, int end, PiiType type, boolean literal) {
        int length() {
            return end - start;
        }
    }

    private static final int ROUNDS = 3;

    private final Piece piece;
    private final TextView view;
    private List<Span> spans = new ArrayList<>();
    private final BitSet covered;

    Coverage(Piece piece) {
        this.piece = piece;
        this.view = TextView.of(piece);
        this.covered = new BitSet(piece.text().length());
    }

    TextView view() {
        return view;
    }

    /**
     * Adds a stretch of the view.
     *
     * @return whether it stayed whole; in JSON it is cut at the ends of strings
     */
    boolean add(int from, int to, PiiType type) {
        return add(view, from, to, type);
    }

    private boolean add(TextView seen, int from, int to, PiiType type) {
        int before = spans.size();
        seen.parts(from, to, (part, literal) -> {
            Span span = new Span(seen.origin(part[0]), seen.origin(part[1]), type, literal);
            spans.add(span);
            covered.set(span.start(), span.end());
        });
        return spans.size() == before + 1;
    }

    /**
     * Adds the occurrences of known values.
     *
     * @param masked   whether what is covered already counts as gone; otherwise occurrences that overlap it are joined
     * @param anywhere whether occurrences inside words count
     * @return whether there was anything new
     */
    boolean sweep(ValueFinder finder, boolean masked, boolean anywhere) {
        boolean found = sweep(view, finder, masked, anywhere);
        if (view.text().indexOf('\\') >= 0) {
            // JSON or Markdown quoted in prose: the escaped spelling gives the value away as well. Masked, or else
            // the name in C:\\Users\\Ana would be found again with the backslash as part of it.
            found |= sweep(view.deeper(), finder, true, anywhere);
        }
        return found;
    }

    /**
     * Sweeps until no value is left. A value inside a word becomes a word of its own once its neighbour is covered, so
     * one sweep can make room for another; after a few rounds the rule of whole words goes, and that ends it.
     */
    void sweepUntilClean(ValueFinder finder) {
        for (int round = 0; round < ROUNDS; round++) {
            if (!sweep(finder, true, false)) {
                return;
            }
        }
        sweep(finder, true, true);
    }

    private boolean sweep(TextView seen, ValueFinder finder, boolean masked, boolean anywhere) {
        BitSet mask = masked ? mask(seen) : null;
        Gap gap = new Gap();
        boolean[] found = {false};
        finder.scan(seen.text(), mask, anywhere, (start, end, value) -> {
            if (gap.after(seen.origin(start)) < seen.origin(end)) {
                add(seen, start, end, finder.type(value));
                found[0] = true;
            }
            return true;
        });
        return found[0];
    }

    /** Where the stretch that is covered ends; remembered, since a long stretch may be asked about at each character. */
    private final class Gap {

        private int from;
        private int to;

        int after(int position) {
            if (position < from || position >= to) {
                from = position;
                to = position;
            }
            to = covered.nextClearBit(to);
            return to;
        }
    }

    private BitSet mask(TextView seen) {
        if (seen.isSource()) {
            return (BitSet) covered.clone();
        }
        BitSet mask = new BitSet(seen.text().length());
        for (int i = 0; i < seen.text().length(); i++) {
            if (covered.get(seen.origin(i))) {
                mask.set(i);
            }
        }
        return mask;
    }

    /** The stretches to replace, in order, none touching another's characters. */
    List<Span> spans() {
        spans.sort(Comparator.comparingInt(Span::start)
                .thenComparing(Comparator.comparingInt(Span::end).reversed()));
        List<Span> joined = new ArrayList<>(spans.size());
        int longest = 0;
        for (Span span : spans) {
            Span last = joined.isEmpty() ? null : joined.getLast();
            if (last == null || span.start() >= last.end()) {
                joined.add(span);
                longest = span.length();
            } else {
                PiiType type = span.length() > longest ? span.type() : last.type();
                longest = Math.max(longest, span.length());
                int end = Math.max(last.end(), span.end());
                joined.set(joined.size() - 1, new Span(last.start(), end, type, last.literal()));
            }
        }
        spans = joined;
        return List.copyOf(joined);
    }

    /** The value behind a span, as the reader of the piece understands it. */
    String original(Span span) {
        String source = piece.text().substring(span.start(), span.end());
        return piece.syntax() == Syntax.JSON ? JsonEscapes.decode(source) : source;
    }

    /** Writes the piece with something else in place of each span. */
    String replace(BiFunction<Span, String, Placeholder> substitute) {
        List<Span> parts = spans();
        if (parts.isEmpty()) {
            return piece.text();
        }
        StringBuilder out = new StringBuilder(piece.text().length() + 8 * parts.size());
        int from = 0;
        for (Span span : parts) {
            out.append(piece.text(), from, span.start());
            String placeholder = substitute.apply(span, original(span)).toString();
            if (span.literal()) {
                out.append('"').append(placeholder).append('"');
            } else {
                out.append(placeholder);
            }
            from = span.end();
        }
        return out.append(piece.text(), from, piece.text().length()).toString();
    }
}
