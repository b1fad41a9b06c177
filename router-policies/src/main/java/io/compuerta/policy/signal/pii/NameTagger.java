package io.compuerta.policy.signal.pii;

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
            label(text, limits, from, i, labels);
        }
        return labels;
    }

    private void label(ScannedText text, TagLimits limits, int from, int to, byte[] labels) {
        int count = to - from;
        var features = new TagFeatures(text, model.slots(), 0);
        var emissions = new int[count * TagModel.LABELS];
        var kinds = new int[count];
        var rows = new int[TagFeatures.COUNT];
        byte[] weights = model.rows();
        for (int i = 0; i < count; i++) {
            features.of(from + i, rows);
            kinds[i] = features.kind(from + i);
            int outside = 0;
            int beginPerson = 0;
            int inPerson = 0;
            int beginAddress = 0;
            int inAddress = 0;
            for (int row : rows) {
                int at = row * TagModel.STRIDE;
                outside += weights[at];
                beginPerson += weights[at + 1];
                inPerson += weights[at + 2];
                beginAddress += weights[at + 3];
                inAddress += weights[at + 4];
            }
            int base = i * TagModel.LABELS;
            emissions[base] = outside - ((text.cues(from + i) & LISTED) != 0 ? RECALL : UNLISTED);
            emissions[base + 1] = limits.mayBegin(from + i) ? beginPerson : TagDecoder.FORBIDDEN;
            emissions[base + 2] = limits.mayContinue(from + i) ? inPerson : TagDecoder.FORBIDDEN;
            emissions[base + 3] = beginAddress;
            emissions[base + 4] = inAddress;
        }
        var best = new byte[count];
        TagDecoder.decode(emissions, kinds, count, model.transitions(), best);
        System.arraycopy(best, 0, labels, from, count);
    }
}
