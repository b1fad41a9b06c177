package io.compuerta.policy.signal.pii;

import java.util.function.Consumer;

/** People's names, and the addresses that no rule describes, by the {@link NameTagger}. */
final class Names implements PiiDetector {
    private static final double PERSON = .8;
    private static final double ADDRESS = .6;

    private final NameTagger tagger;

    Names(NameTagger tagger) {
        this.tagger = tagger;
    }

    @Override
    public String name() {
        return "names";
    }

    @Override
    public void detect(ScannedText text, Consumer<PiiFinding> found) {
        byte[] labels = tagger.label(text);
        int i = 0;
        while (i < labels.length) {
            if (labels[i] == TagModel.OUTSIDE) {
                i++;
                continue;
            }
            int first = i;
            boolean person = labels[i] == TagModel.BEGIN_PERSON;
            int inside = person ? TagModel.IN_PERSON : TagModel.IN_ADDRESS;
            i++;
            while (i < labels.length && labels[i] == inside) {
                i++;
            }
            report(text, first, i, person, found);
        }
    }

    private void report(ScannedText text, int first, int after, boolean person, Consumer<PiiFinding> found) {
        int from = first;
        int to = after;
        while (from < to && isMark(text, from)) {
            from++;
        }
        while (to > from && isMark(text, to - 1)) {
            to--;
        }
        if (from == to || person && isFamous(text, from, to)) {
            return;
        }
        PiiType type = person ? PiiType.PERSON : PiiType.ADDRESS;
        found.accept(new PiiFinding(text.start(from), text.end(to - 1), type, person ? PERSON : ADDRESS, name()));
    }

    private static boolean isMark(ScannedText text, int token) {
        return !text.isWord(token) && !text.isNumber(token);
    }

    /** "Abraham Lincoln" is a topic; "Lincoln Pérez", or Lincoln behind "paciente", may be anybody. */
    private static boolean isFamous(ScannedText text, int from, int to) {
        boolean famous = switch (to - from) {
            case 1 -> text.has(from, Cue.FAMOUS);
            case 2 -> text.pairCues(from) == Cue.FAMOUS.bit();
            default -> false;
        };
        return famous && !text.cuedBefore(from, Cue.of(Cue.INTRODUCTION, Cue.TITLE, Cue.HOLDER), 3);
    }
}
