package io.compuerta.policy.signal.pii;

/**
 * Words that cannot be part of a person's name whatever the weights say: everyday words alone, labels, kinds of
 * organisations and streets, and, in a text that otherwise keeps to capitals, lower-case words that no list knows. These
 * limits hold in training and in use.
 */
final class TagLimits {
    private static final long NAME = Cue.of(Cue.GIVEN, Cue.SURNAME);
    private static final long NEVER = Cue.of(
            Cue.ORGANIZATION,
            Cue.NATIONAL_ID,
            Cue.NIE,
            Cue.CIF,
            Cue.PHONE,
            Cue.IBAN,
            Cue.ACCOUNT,
            Cue.CARD,
            Cue.PASSPORT,
            Cue.NUSS,
            Cue.SSN,
            Cue.RUT,
            Cue.CUIT,
            Cue.CURP,
            Cue.RFC,
            Cue.STEUER,
            Cue.RECORD,
            Cue.STREET,
            Cue.UNIT,
            Cue.RESIDENCE,
            Cue.NEGATIVE,
            Cue.BIRTH,
            Cue.INTRODUCTION);
    private static final int REACH = 5;
    private static final long THE = Folding.hash("the");

    private final ScannedText text;
    private final boolean caseless;
    private final WordSet lowerCase;

    TagLimits(ScannedText text) {
        this.text = text;
        this.caseless = isCaseless(text);
        this.lowerCase = caseless ? WordSet.NONE : WordSet.lowerCase(text);
    }

    /** Whether the token may begin a person's name. */
    boolean mayBegin(int token) {
        if (!text.isWord(token) || isAcronym(token) || isCode(token) || isCompound(token)) {
            return false;
        }
        long cues = text.cues(token);
        if ((cues & Cue.GIVEN.bit()) == 0 && isEponym(token)) {
            return false;
        }
        boolean name = (cues & NAME) != 0;
        if (!name && (cues & (Cue.COMMON.bit() | Cue.TITLE.bit())) != 0) {
            return isLabelled(token) && isNameWord(token);
        }
        if (!text.isCapitalized(token) && !introduced(token)) {
            boolean given = (cues & Cue.GIVEN.bit()) != 0 && (cues & Cue.COMMON.bit()) == 0;
            boolean full = (text.cues(token + 1) & NAME) != 0;
            return caseless ? given || full && !isPlain(token) : given && full;
        }
        boolean doubtful = !name || (cues & Cue.COMMON.bit()) != 0 && (cues & Cue.GIVEN.bit()) == 0;
        if (doubtful && (!name && followsArticle(token) || namesThing(token)) && !introduced(token)) {
            return false;
        }
        if (!name && lowerCase.holds(text.hash(token)) && !introduced(token)) {
            return false;
        }
        return isNameWord(token) && ((cues & Cue.PARTICLE.bit()) == 0 || name || text.isCapitalized(token));
    }

    /** Whether the token may stand within a person's name. */
    boolean mayContinue(int token) {
        return !text.startsLine(token) && isNameWord(token);
    }

    private boolean isNameWord(int token) {
        if (!text.isWord(token)) {
            return isJoint(token);
        }
        long cues = text.cues(token);
        boolean common = (cues & Cue.COMMON.bit()) != 0;
        if ((cues & Cue.PARTICLE.bit()) != 0) {
            return true;
        }
        if ((cues & NAME) != 0) {
            boolean street = (cues & Cue.STREET.bit()) != 0 && leadsToNumber(token);
            return !street
                    && (text.isCapitalized(token) || caseless && !common || introduced(token) || followsName(token));
        }
        if ((cues & NEVER) != 0) {
            return false;
        }
        return text.isCapitalized(token) || text.length(token) == 1 || caseless && !common || introduced(token);
    }

    private boolean isPlain(int token) {
        return (text.cues(token) & (Cue.COMMON.bit() | Cue.PARTICLE.bit() | NEVER)) != 0 || text.length(token) < 3;
    }

    /** "O'Neil", "García-Pérez", "García, Ana", "J. M."; a full stop behind a whole word ends a sentence. */
    private boolean isJoint(int token) {
        char mark = text.charAt(text.start(token));
        return switch (mark) {
            case '-', 'ª', 'º' -> true;
            case '\'', '’' -> !(text.isWord(token + 1) && text.length(token + 1) == 1);
            case ',' -> !text.touchesPrevious(token + 1);
            case '.' -> text.isWord(token - 1) && text.length(token - 1) <= 3;
            default -> false;
        };
    }

    /** MAX_TOKENS, first.last@host, key=value: a name in code is not a person's. */
    private boolean isCode(int token) {
        char before = text.charAt(text.start(token) - 1);
        char after = text.charAt(text.end(token));
        return before == '_'
                || before == '@'
                || after == '_'
                || after == '@'
                || after == '('
                || after == '='
                || after == '®'
                || after == '™';
    }

    /** PowerPoint, NotReady, iPhone: capitals within; McKay and DeVito are people. */
    private boolean isCompound(int token) {
        int start = text.start(token);
        int end = text.end(token);
        for (int i = start + 2; i < end; i++) {
            if (Character.isUpperCase(text.charAt(i)) && Character.isLowerCase(text.charAt(i - 1))) {
                return !isNamePrefix(start, i) || Character.isUpperCase(text.charAt(end - 1));
            }
        }
        return false;
    }

    private boolean isNamePrefix(int start, int end) {
        return switch (Folding.compact(text.text(), start, end)) {
            case "MC", "MAC", "DE", "DI", "DEL", "DELLA", "DA", "DU", "LA", "LE", "VAN", "VON", "FITZ", "O" -> true;
            default -> false;
        };
    }

    /** "the Louvre": English puts no article before a person. */
    private boolean followsArticle(int token) {
        return token > 0 && text.hash(token - 1) == THE;
    }

    /** "Eiffel Tower": a capitalised everyday word behind an unknown one. */
    private boolean namesThing(int token) {
        int next = token + 1;
        long cues = text.cues(next);
        return text.isCapitalized(next)
                && !text.startsLine(next)
                && (cues & (Cue.COMMON.bit() | Cue.ORGANIZATION.bit())) != 0
                && (cues & (NAME | Cue.PARTICLE.bit())) == 0
                && !isShouted(token);
    }

    /** "ley de Ohm", "enfermedad de Crohn", "Moore's law", "Turing test". */
    private boolean isEponym(int token) {
        int before = token - 1;
        if (text.has(before, Cue.PARTICLE) && !text.isCapitalized(before)) {
            before--;
        }
        if (before < token - 1 && (text.has(before, Cue.EPONYM) || isIllness(before))) {
            return true;
        }
        int after = token + 1;
        if ((text.isMark(after, '\'') || text.isMark(after, '’')) && text.isWord(after + 1)) {
            after += text.length(after + 1) == 1 ? 2 : 1;
        }
        return text.has(after, Cue.EPONYM) && !text.startsLine(after);
    }

    /** "granulomatosis", "vasculitis". */
    private boolean isIllness(int token) {
        int end = token < 0 ? 0 : text.end(token);
        return text.isWord(token)
                && text.length(token) > 6
                && text.charAt(end - 1) == 's'
                && text.charAt(end - 2) == 'i'
                && (text.charAt(end - 3) == 's' || text.charAt(end - 3) == 't');
    }

    /** VIH, TAC, UCI, and ANA where nobody is introduced: capitals among words that are not. */
    private boolean isAcronym(int token) {
        return !caseless
                && text.length(token) > 1
                && text.length(token) <= 5
                && ((text.cues(token) & NAME) == 0 || text.length(token) < 4 && !introduced(token))
                && isShouted(token)
                && !isShouted(token + 1)
                && !isShouted(token - 1);
    }

    private boolean isShouted(int token) {
        return text.isWord(token)
                && text.length(token) > 1
                && text.isCapitalized(token)
                && Character.isUpperCase(text.charAt(text.end(token) - 1));
    }

    /** In "castillo sánchez" behind "beatriz", all in lower case. */
    private boolean followsName(int token) {
        int before = token - 1;
        while (token - before < 4 && text.has(before, Cue.PARTICLE) && !text.isCapitalized(before)) {
            before--;
        }
        return text.isWord(before) && !text.isCapitalized(before) && (text.cues(before) & NAME) != 0;
    }

    private boolean leadsToNumber(int token) {
        for (int i = token + 1; i < Math.min(text.count(), token + REACH + 2); i++) {
            if (text.isNumber(i) || text.isMark(i, '/')) {
                return true;
            }
            if (!text.isWord(i) && !text.isMark(i, ',') && !text.isMark(i, '.') && !text.isMark(i, 'º')) {
                return false;
            }
        }
        return false;
    }

    /** "Apellidos: Caldera", "Name: Hope": what a form puts there is a name, whatever else the word means. */
    private boolean isLabelled(int token) {
        return text.isCapitalized(token)
                && text.isMark(token - 1, ':')
                && text.has(token - 2, Cue.CALLED)
                && !text.startsLine(token)
                && !text.has(token, Cue.TITLE);
    }

    /** "me llamo", "soy", "name is", a title: what follows is a name in any case. */
    private boolean introduced(int token) {
        if (text.has(token, Cue.COMMON)) {
            return false;
        }
        boolean small = !text.isCapitalized(token);
        for (int i = token - 1; i >= Math.max(0, token - REACH); i--) {
            if (!text.isWord(i) && !text.isMark(i, ':') && !text.isMark(i, '.')) {
                return false;
            }
            if (text.has(i, Cue.CALLED)) {
                return true;
            }
            if (small && text.isCapitalized(i)) {
                return false;
            }
        }
        return false;
    }

    /** A text of some words of which fewer than one in forty is capitalised, or nearly all are shouted. */
    private static boolean isCaseless(ScannedText text) {
        int words = 0;
        int capitals = 0;
        for (int i = 0; i < text.count(); i++) {
            if (text.isWord(i) && text.length(i) > 1) {
                words++;
                capitals += text.isCapitalized(i) ? 1 : 0;
            }
        }
        return capitals * 40 <= words;
    }
}
