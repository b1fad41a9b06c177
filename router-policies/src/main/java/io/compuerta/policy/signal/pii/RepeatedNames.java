package io.compuerta.policy.signal.pii;

/**
 * Who was named in full is named again by one word: after "Olena Bondar", "Bondar" alone is a person too, wherever in the
 * text the weights left it out.
 */
final class RepeatedNames {
    private static final long NO_NAME =
            Cue.of(Cue.COMMON, Cue.PARTICLE, Cue.PLACE, Cue.ORGANIZATION, Cue.FAMOUS, Cue.TITLE, Cue.MONTH, Cue.STREET);
    private static final int SHORTEST = 3;

    private RepeatedNames() {}

    static void mark(ScannedText text, byte[] labels) {
        WordSet names = null;
        for (int i = 0; i < labels.length; i++) {
            boolean inside = labels[i] == TagModel.IN_PERSON
                    || labels[i] == TagModel.BEGIN_PERSON
                            && i + 1 < labels.length
                            && labels[i + 1] == TagModel.IN_PERSON;
            if (inside && mayRepeat(text, i)) {
                if (names == null) {
                    names = WordSet.of(countNames(labels));
                }
                names.add(text.hash(i));
            }
        }
        if (names == null) {
            return;
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] == TagModel.OUTSIDE
                    && mayRepeat(text, i)
                    && names.holds(text.hash(i))
                    && !text.isCapitalized(i - 1)
                    && !text.isCapitalized(i + 1)
                    && !text.has(i - 1, Cue.STREET)
                    && !text.has(i - 2, Cue.STREET)
                    && !isGlued(text, i)) {
                labels[i] = TagModel.BEGIN_PERSON;
            }
        }
    }

    private static int countNames(byte[] labels) {
        int count = 0;
        for (byte label : labels) {
            count += label == TagModel.IN_PERSON || label == TagModel.BEGIN_PERSON ? 1 : 0;
        }
        return count;
    }

    private static boolean mayRepeat(ScannedText text, int i) {
        return text.isCapitalized(i) && text.length(i) >= SHORTEST && (text.cues(i) & NO_NAME) == 0;
    }

    /** Part of an address of the net or of code. */
    private static boolean isGlued(ScannedText text, int i) {
        char before = text.charAt(text.start(i) - 1);
        char after = text.charAt(text.end(i));
        return before == '.' || before == '@' || before == '_' || before == '/' || after == '@' || after == '_';
    }
}
