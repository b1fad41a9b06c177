package io.compuerta.gateway.privacy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;

/**
 * What is to be replaced in one piece. Stretches that overlap become one, treated as the strictest of them and of the type
 * of the longest of those: nothing that belongs to any of them stays.
 */
final class Coverage {

    /**
     * @param start   in the source
     * @param literal a JSON number: its placeholder needs quotes
     */
    record Span(int start, int end, Treatment treatment, boolean literal) {
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
    boolean add(int from, int to, Treatment treatment) {
        return add(view, from, to, treatment);
    }

    private boolean add(TextView seen, int from, int to, Treatment treatment) {
        int before = spans.size();
        seen.parts(from, to, (part, literal) -> {
            Span span = new Span(seen.origin(part[0]), seen.origin(part[1]), treatment, literal);
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
                add(seen, start, end, finder.treatment(value));
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
                int strictness =
                        span.treatment().action().compareTo(last.treatment().action());
                boolean names = strictness > 0 || strictness == 0 && span.length() > longest;
                Treatment treatment = names ? span.treatment() : last.treatment();
                longest = strictness > 0 ? span.length() : strictness < 0 ? longest : Math.max(longest, span.length());
                int end = Math.max(last.end(), span.end());
                joined.set(joined.size() - 1, new Span(last.start(), end, treatment, last.literal()));
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
    String replace(BiFunction<Span, String, String> substitute) {
        List<Span> parts = spans();
        if (parts.isEmpty()) {
            return piece.text();
        }
        StringBuilder out = new StringBuilder(piece.text().length() + 8 * parts.size());
        int from = 0;
        for (Span span : parts) {
            out.append(piece.text(), from, span.start());
            String instead = substitute.apply(span, original(span));
            if (span.literal()) {
                out.append('"').append(instead).append('"');
            } else if (piece.syntax() == Syntax.JSON) {
                // What a mask leaves standing may need an escape.
                JsonEscapes.append(out, instead);
            } else {
                out.append(instead);
            }
            from = span.end();
        }
        return out.append(piece.text(), from, piece.text().length()).toString();
    }
}
