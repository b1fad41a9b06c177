package io.compuerta.policy.signal.pii;

import org.jspecify.annotations.Nullable;

/**
 * Labels the tokens of a text as parts of names and addresses with a linear model over hashed features. Thread-safe.
 * ADR 0011 tells why it is our own.
 */
final class NameTagger {
    /** A longer stretch is cut: memory stays bounded, and no name is that long. */
    private static final int STRETCH = 256;

    /** Taken from "outside": a name that slips through costs more than a word too many. Chosen by cross-validation. */
    private static final int RECALL = 60;

    /** The same for a word that no list knows, which is more often a product or a place. */
    private static final int UNLISTED = 40;

    private static final long LISTED =
            Cue.of(Cue.GIVEN, Cue.SURNAME, Cue.STREET, Cue.STREET_SUFFIX, Cue.UNIT, Cue.PARTICLE);

    private final TagModel model;

    NameTagger(TagModel model) {
        this.model = model;
    }

    /** One label of {@link TagModel} for every token. */
    byte[] label(ScannedText text) {
        var labels = new byte[text.count()];
        boolean[] active = TagWindow.active(text);
        var limits = new TagLimits(text);
        @Nullable TagFeatures features = null;
        int i = 0;
        while (i < labels.length) {
            if (!active[i]) {
                i++;
                continue;
            }
            int from = i;
            while (i < labels.length && active[i] && i - from < STRETCH) {
                i++;
            }
            if (features == null) {
                features = new TagFeatures(text, model.slots(), 0);
            }
            label(text, features, limits, from, i, labels);
        }
        return labels;
    }

    private void label(ScannedText text, TagFeatures features, TagLimits limits, int from, int to, byte[] labels) {
        int count = to - from;
        var emissions = new int[count * TagModel.LABELS];
        var kinds = new int[count];
        var rows = new int[TagFeatures.COUNT];
        for (int i = 0; i < count; i++) {
            features.of(from + i, rows);
            kinds[i] = features.kind(from + i);
            int base = i * TagModel.LABELS;
            model.sum(rows, emissions, base);
            emissions[base + TagModel.OUTSIDE] -= (text.cues(from + i) & LISTED) != 0 ? RECALL : UNLISTED;
            if (!limits.mayBegin(from + i)) {
                emissions[base + TagModel.BEGIN_PERSON] = TagDecoder.FORBIDDEN;
            }
            if (!limits.mayContinue(from + i)) {
                emissions[base + TagModel.IN_PERSON] = TagDecoder.FORBIDDEN;
            }
        }
        var best = new byte[count];
        TagDecoder.decode(emissions, kinds, count, model.transitions(), best);
        System.arraycopy(best, 0, labels, from, count);
    }
}
