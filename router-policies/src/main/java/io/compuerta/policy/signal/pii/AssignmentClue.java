package io.compuerta.policy.signal.pii;

/** "password: x", "clave es x", "api_key = 'x'", "Bearer x": values assigned to words that announce a secret. */
final class AssignmentClue extends SecretClue {

    private static final int LONGEST_WORD = 20;
    private static final int FEWEST = 4;

    private final Lexicon lexicon = Lexicon.standard();
    /** Two, since a value may hold such a word with a value of its own. */
    private final Value first = new Value();

    private final Value second = new Value();

    private long hash = Folding.HASH_START;
    private int wordStart = NONE;
    private int wordLength;
    private boolean bearer;

    @Override
    int next(char c, int at) {
        boolean letter = c < 128 ? Folding.isAsciiLetter(c) : c != 'º' && c != 'ª' && Character.isLetter(c);
        if (letter || wordStart != NONE && Folding.isCombining(c)) {
            letter(c, at);
        } else if (wordStart != NONE) {
            endWord();
        }
        int due = first.next(c, at);
        return Math.min(due, second.next(c, at));
    }

    private void letter(char c, int at) {
        if (wordStart == NONE) {
            wordStart = at;
            wordLength = 0;
            hash = Folding.HASH_START;
            bearer = true;
        }
        if (!Folding.isCombining(c)) {
            hash = Folding.hashStep(hash, c);
            bearer &= wordLength < 6 && "bearer".charAt(wordLength) == Folding.fold(c);
            wordLength++;
        }
    }

    private void endWord() {
        boolean cue = wordLength >= 3
                && wordLength <= LONGEST_WORD
                && (lexicon.cuesOf(Folding.hashEnd(hash)) & Cue.SECRET.bit()) != 0;
        if (cue) {
            Value free = first.isUnderWay() ? second : first;
            free.announced(wordStart, bearer && wordLength == 6);
        }
        wordStart = NONE;
    }

    @Override
    int end() {
        return Math.min(first.end(), second.end());
    }

    @Override
    int hold() {
        return Math.min(first.hold(), second.hold());
    }

    private enum Step {
        IDLE,
        AFTER_WORD,
        BEFORE_SIGN,
        COPULA,
        AFTER_COPULA,
        AFTER_SIGN,
        QUOTES,
        VALUE
    }

    /** What follows one such word. */
    private static final class Value {

        private static final String STOPS = "\"'`<>;,|)";
        private static final int MOST_SPACES = 3;

        private Step step = Step.IDLE;
        private int word;
        private boolean bearer;
        private int spaces;
        private int start;
        private boolean substantial;

        void announced(int wordStart, boolean isBearer) {
            step = Step.AFTER_WORD;
            word = wordStart;
            bearer = isBearer;
            spaces = 0;
        }

        boolean isUnderWay() {
            return step == Step.QUOTES || step == Step.VALUE;
        }

        int next(char c, int at) {
            return switch (step) {
                case IDLE -> NONE;
                case AFTER_WORD -> {
                    step = Step.BEFORE_SIGN;
                    yield c == '"' || c == '\'' ? NONE : beforeSign(c, at);
                }
                case BEFORE_SIGN -> beforeSign(c, at);
                case COPULA -> {
                    step = c == 's' ? Step.AFTER_COPULA : Step.IDLE;
                    yield NONE;
                }
                case AFTER_COPULA -> {
                    step = c == ' ' ? Step.AFTER_SIGN : Step.IDLE;
                    spaces = 0;
                    yield NONE;
                }
                case AFTER_SIGN -> {
                    if (isSpace(c) && spaces < MOST_SPACES) {
                        spaces++;
                        yield NONE;
                    }
                    step = Step.QUOTES;
                    yield quotes(c, at);
                }
                case QUOTES -> quotes(c, at);
                case VALUE -> value(c, at);
            };
        }

        private int beforeSign(char c, int at) {
            if (isSpace(c) && spaces < MOST_SPACES) {
                spaces++;
            } else if (c == ':' || c == '=') {
                step = Step.AFTER_SIGN;
                spaces = 0;
            } else if (bearer && spaces > 0) {
                step = Step.QUOTES;
                return quotes(c, at);
            } else {
                step = c == 'i' || c == 'e' ? Step.COPULA : Step.IDLE;
            }
            return NONE;
        }

        private static boolean isSpace(char c) {
            return c == ' ' || c == '\t';
        }

        private int quotes(char c, int at) {
            if ("\"'`<".indexOf(c) >= 0) {
                return NONE;
            }
            // What stands for a value is none either.
            step = Secrets.TEMPLATES.indexOf(c) >= 0 ? Step.IDLE : Step.VALUE;
            start = at;
            substantial = false;
            return step == Step.VALUE ? value(c, at) : NONE;
        }

        private int value(char c, int at) {
            boolean over = c <= ' ' || STOPS.indexOf(c) >= 0;
            if (over || at - start >= MOST) {
                return end(at);
            }
            if (c == '(') {
                // A call, which gives a value and is none.
                step = Step.IDLE;
            }
            substantial |= Folding.isDigit(c) || Secrets.SYMBOLS.indexOf(c) >= 0;
            return NONE;
        }

        private int end(int at) {
            boolean due = step == Step.VALUE && at - start >= FEWEST && substantial;
            step = Step.IDLE;
            return due ? word : NONE;
        }

        int end() {
            return end(NONE);
        }

        int hold() {
            return step == Step.VALUE ? start : NONE;
        }
    }
}
