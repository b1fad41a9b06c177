package io.compuerta.policy.signal.complexity;

import java.util.Locale;

/** What the score is computed from. The names, in lower case with dashes, are the reasons users see. */
enum Feature {
    // Size and shape of what is asked
    LENGTH,
    WORDS,
    SHORT_QUESTION,
    LONG_QUESTION,
    SENTENCES,
    QUESTIONS,
    LONG_WORDS,
    WORD_LENGTH,
    COMMAS,
    LINES,
    NUMBERS,
    DECIMALS,
    DIGITS,
    MONEY,
    MATH_SYMBOLS,
    CODE_SYMBOLS,
    NAMES,
    BLANKS,
    REPETITION,
    // What comes with it
    ATTACHED_TEXT,
    ATTACHED,
    TURNS,
    TOOLS,
    // Multiple choice
    OPTION_COUNT,
    OPTION_LENGTH,
    OPTION_LONGEST,
    OPTIONS_NUMERIC,
    OPTION_SPREAD,
    OPTION_OVERLAP,
    OPTION_LIKENESS,
    STATEMENTS,
    // Cues, each how often its words occur in the asking part
    PROVE,
    CALCULATE,
    ANALYZE,
    PLAN,
    DESIGN,
    COMPARE,
    JUSTIFY,
    STEPS,
    EXPLAIN,
    DEBUG,
    CODE_TASK,
    LEGAL,
    DISPUTE,
    ADVICE,
    CONSTRAINT,
    HYPOTHETICAL,
    EXTRACT,
    SUMMARIZE,
    TRANSLATE,
    REWRITE,
    CLASSIFY,
    GREETING,
    FAQ,
    DEFINE,
    FACT,
    WHICH,
    NEGATION,
    SHORT_TEXT,
    MATH_TERM,
    QUANTITY,
    PHYSICS,
    SCIENCE,
    MEDICINE,
    FINANCE,
    THEORY,
    PERSONA,
    FIRST_PERSON,
    // Cues together
    REASONING_CUES,
    EASY_TASK,
    EASY_TASK_ON_TEXT,
    QUICK_LOOKUP,
    QUANTITIES,
    SUBTASKS,
    /** How hard its field is ({@link SubjectMatter}); 0 when the meaning is not known. */
    SUBJECT;

    static final int COUNT = values().length;

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
