package io.compuerta.policy.signal.pii;

import java.util.function.Consumer;

/** People's names, and the addresses that no rule describes, by the {@link NameTagger}. */
final class Names implements PiiDetector {
    private static final double PERSON = .8;
    private static final double ADDRESS = .6;

    private static final long STREETLIKE = Cue.of(Cue.STREET, Cue.STREET_SUFFIX, Cue.UNIT);

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
        RepeatedNames.mark(text, labels);
        int i = 0;
        while (i < labels.length) {
            if (labels[i] == TagModel.OUTSIDE) {
                i++;
                continue;
            }
            int first = i;
            boolean person = labels[i] == TagModel.BEGIN_PERSON;
            i = endOf(labels, i);
            while (person && joinsOn(text, labels, i)) {
                i = endOf(labels, next(text, i));
            }
            report(text, first, i, person, found);
        }
    }

    private static int endOf(byte[] labels, int first) {
        int inside = labels[first] == TagModel.BEGIN_PERSON ? TagModel.IN_PERSON : TagModel.IN_ADDRESS;
        int i = first + 1;
        while (i < labels.length && labels[i] == inside) {
            i++;
        }
        return i;
    }

    /** "Ana" and "Torre" with "de la" between them are one person. */
    private static boolean joinsOn(ScannedText text, byte[] labels, int after) {
        int next = next(text, after);
        return next < labels.length
                && next - after <= 3
                && labels[next] == TagModel.BEGIN_PERSON
                && !text.startsLine(next);
    }

    private static int next(ScannedText text, int after) {
        int i = after;
        while (i - after < 4
                && text.has(i, Cue.PARTICLE)
                && !text.isCapitalized(i)
                && text.length(i) > 1
                && !text.startsLine(i)) {
            i++;
        }
        return i;
    }

    private void report(ScannedText text, int first, int after, boolean person, Consumer<PiiFinding> found) {
        int from = first;
        boolean list = person && isList(text, first, after);
        for (int i = first + 1; i < after - 1; i++) {
            if (person ? list && text.isMark(i, ',') || joinsPeople(text, from, i) : startsTown(text, i)) {
                single(text, from, i, person, found);
                from = person ? i + 1 : i;
            }
        }
        single(text, from, after, person, found);
    }

    /** More than one comma, or one and more people behind: names in a row rather than "surname, name". */
    private static boolean isList(ScannedText text, int first, int after) {
        int commas = 0;
        for (int i = first; i < after; i++) {
            commas += text.isMark(i, ',') ? 1 : 0;
        }
        boolean more = text.isMark(after, ',') && text.isCapitalized(after + 1) && text.has(after + 1, Cue.GIVEN);
        return commas > 1 || commas == 1 && more;
    }

    /** "Teresa y Raquel", "Ann, Bob": two people; "Ramón y Cajal", "Pérez Gil, Ana": one. */
    private static boolean joinsPeople(ScannedText text, int from, int i) {
        boolean comma = text.isMark(i, ',');
        if (!comma && (!text.isWord(i) || text.isCapitalized(i))) {
            return false;
        }
        boolean given = text.has(from, Cue.GIVEN) && text.has(i + 1, Cue.GIVEN);
        if (comma) {
            return given && !(i == from + 1 && text.has(from, Cue.SURNAME)) || !text.has(i + 1, Cue.GIVEN);
        }
        return switch (Folding.compact(text.text(), text.start(i), text.end(i))) {
            case "AND", "OR" -> true;
            case "Y", "E" -> given;
            default -> false;
        };
    }

    /** "C/ Dalí, 14 19171 Cabanillas": the town is another finding, as it is when a comma is missing. */
    private static boolean startsTown(ScannedText text, int i) {
        return text.isNumber(i)
                && text.length(i) == 5
                && text.isCapitalized(i + 1)
                && !text.isMark(i - 1, ',')
                && !(text.isWord(i - 1) && text.length(i - 1) == 2);
    }

    private void single(ScannedText text, int first, int after, boolean person, Consumer<PiiFinding> found) {
        int from = first;
        int to = after;
        while (from < to && (isMark(text, from) || person && isLoose(text, from))) {
            from++;
        }
        while (to > from && (isMark(text, to - 1) || (person ? isLoose(text, to - 1) : isProse(text, to - 1)))) {
            to--;
        }
        boolean town = person && to - from == 1 && (isSaint(text, from - 1) || isTown(text, from));
        if (from == to || town || (person ? isFamous(text, from, to) : !isPlace(text, from, to))) {
            return;
        }
        PiiType type = person ? PiiType.PERSON : PiiType.ADDRESS;
        found.accept(new PiiFinding(text.start(from), text.end(to - 1), type, person ? PERSON : ADDRESS, name()));
    }

    /** "Santa Elena" is an island, "San José" a city. */
    private static boolean isSaint(ScannedText text, int token) {
        if (!text.isCapitalized(token) || !text.has(token, Cue.PARTICLE)) {
            return false;
        }
        return switch (Folding.compact(text.text(), text.start(token), text.end(token))) {
            case "SAN", "SANTA", "SANTO" -> true;
            default -> false;
        };
    }

    /** "población de Sevilla", "city of Lincoln". */
    private static boolean isTown(ScannedText text, int token) {
        return text.has(token, Cue.PLACE)
                && !text.has(token, Cue.GIVEN)
                && text.has(token - 2, Cue.AREA)
                && text.isWord(token - 1)
                && text.length(token - 1) == 2;
    }

    /** "today", "desde": an address does not end so. */
    private static boolean isProse(ScannedText text, int token) {
        return text.cues(token) == Cue.COMMON.bit() && !text.isCapitalized(token) && text.length(token) > 2;
    }

    private static boolean isLoose(ScannedText text, int token) {
        return text.has(token, Cue.PARTICLE)
                && !text.isCapitalized(token)
                && (text.cues(token) & Cue.of(Cue.GIVEN, Cue.SURNAME)) == 0;
    }

    /** A street word, or a capitalised word of some length beside a number and a sign that it is a place. */
    private static boolean isPlace(ScannedText text, int from, int to) {
        boolean proper = false;
        boolean numbered = false;
        boolean typical = text.cuedBefore(from, Cue.RESIDENCE.bit(), 6);
        for (int i = from; i < to; i++) {
            numbered |= text.isNumber(i) || text.isMark(i, '/');
            proper |= text.isCapitalized(i) && text.length(i) > 3;
            typical |= (text.cues(i) & STREETLIKE) != 0
                    || text.isNumber(i) && (text.length(i) == 5 || text.isMark(i - 1, ',') && text.isCapitalized(i - 2))
                    || text.isMark(i, '/') && text.isWord(i + 1) && text.length(i + 1) == 1;
        }
        return typical && (numbered || text.has(from, Cue.STREET)) && (proper || text.has(from, Cue.STREET));
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
