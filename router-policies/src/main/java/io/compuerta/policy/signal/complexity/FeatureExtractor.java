package io.compuerta.policy.signal.complexity;

import io.compuerta.policy.signal.Conversation;
import io.compuerta.policy.signal.Role;
import io.compuerta.policy.signal.Turn;
import io.compuerta.policy.signal.language.LanguageGuess;
import io.compuerta.policy.signal.language.Words;
import java.util.Arrays;

/** Turns a conversation into the numbers the model weighs. Counts enter as logarithms, so that no text weighs without bound. */
final class FeatureExtractor {

    /** Of a longer question only the head and the tail are read: what is asked stands there. */
    private static final int READ_AT_MOST = 6_000;

    private static final Cue[] REASONING = {
        Cue.PROVE,
        Cue.CALCULATE,
        Cue.ANALYZE,
        Cue.PLAN,
        Cue.DESIGN,
        Cue.COMPARE,
        Cue.JUSTIFY,
        Cue.STEPS,
        Cue.EXPLAIN,
        Cue.DEBUG,
        Cue.LEGAL,
        Cue.DISPUTE,
        Cue.ADVICE
    };

    private static final Cue[] EASY = {
        Cue.EXTRACT, Cue.SUMMARIZE, Cue.TRANSLATE, Cue.REWRITE, Cue.CLASSIFY, Cue.SHORT_TEXT
    };

    private static final Cue[] LOOKUP = {Cue.GREETING, Cue.FAQ, Cue.DEFINE, Cue.FACT};

    private FeatureExtractor() {}

    /** The features by ordinal. */
    static double[] extract(Conversation conversation) {
        String question = shortened(conversation.question());
        AnswerOptions options = AnswerOptions.in(question);
        RequestParts parts = options.count() > 0
                ? new RequestParts(question.substring(0, options.start()), 0)
                : RequestParts.of(question);
        String asked = parts.instruction();
        Words words = Words.of(asked);
        TextShape shape = TextShape.of(asked, asked.length());
        int[] cues = Cue.count(words);

        double[] values = new double[Feature.COUNT];
        addShape(values, shape, words);
        addSurroundings(values, conversation, parts, asked);
        addCues(values, cues, words, parts);
        addOptions(values, options);
        return values;
    }

    private static String shortened(String question) {
        if (question.length() <= READ_AT_MOST) {
            return question;
        }
        int half = READ_AT_MOST / 2;
        return question.substring(0, half) + "\n" + question.substring(question.length() - half);
    }

    private static void addShape(double[] values, TextShape shape, Words words) {
        int count = Math.max(1, words.count());
        int letters = Math.max(1, shape.letters());
        set(values, Feature.LENGTH, Math.log1p(shape.length()));
        set(values, Feature.WORDS, Math.log1p(words.count()));
        set(values, Feature.SHORT_QUESTION, words.count() <= 8 ? 1 : 0);
        set(values, Feature.SENTENCES, Math.log1p(shape.sentenceEnds()));
        set(values, Feature.QUESTIONS, Math.min(3, shape.questionMarks()));
        set(values, Feature.COMMAS, Math.log1p(shape.commas()));
        set(values, Feature.LINES, Math.log1p(shape.lines()));
        set(values, Feature.NUMBERS, Math.log1p(shape.numbers()));
        set(values, Feature.DECIMALS, Math.log1p(shape.decimals()));
        set(values, Feature.DIGITS, (double) shape.digits() / (letters + shape.digits()));
        set(values, Feature.MONEY, Math.log1p(shape.money()));
        set(values, Feature.MATH_SYMBOLS, Math.log1p(shape.mathSymbols()));
        set(values, Feature.CODE_SYMBOLS, Math.log1p(shape.codeSymbols()));
        set(values, Feature.NAMES, Math.log1p(shape.capitals()));
        set(values, Feature.BLANKS, shape.blanks() > 1 ? 1 : 0);
        int longWords = 0;
        int wordLetters = 0;
        for (int i = 0; i < words.count(); i++) {
            longWords += words.length(i) >= 10 ? 1 : 0;
            wordLetters += words.length(i);
        }
        set(values, Feature.LONG_WORDS, (double) longWords / count);
        set(values, Feature.WORD_LENGTH, (double) wordLetters / count);
        set(values, Feature.REPETITION, repetition(words));
    }

    /** The share of words that occurred before: narrative problems repeat their nouns, trivia does not. */
    private static double repetition(Words words) {
        int count = Math.min(words.count(), 400);
        if (count < 2) {
            return 0;
        }
        long[] hashes = new long[count];
        for (int i = 0; i < count; i++) {
            hashes[i] = words.hash(i);
        }
        Arrays.sort(hashes);
        int repeated = 0;
        for (int i = 1; i < count; i++) {
            repeated += hashes[i] == hashes[i - 1] ? 1 : 0;
        }
        return (double) repeated / count;
    }

    private static void addSurroundings(double[] values, Conversation conversation, RequestParts parts, String asked) {
        set(values, Feature.ATTACHED_TEXT, Math.log1p(parts.attached()));
        set(values, Feature.ATTACHED, parts.attached() > 0 ? 1 : 0);
        int earlier = -1;
        for (Turn turn : conversation.turns()) {
            earlier += turn.role() == Role.USER ? 1 : 0;
        }
        set(values, Feature.TURNS, Math.log1p(Math.max(0, earlier)));
        set(values, Feature.TOOLS, conversation.tools() ? 1 : 0);
        String language = LanguageGuess.of(asked);
        boolean english = language.equals("en") || language.equals(LanguageGuess.UNDETERMINED);
        set(values, Feature.OTHER_LANGUAGE, english ? 0 : 1);
    }

    private static void addCues(double[] values, int[] cues, Words words, RequestParts parts) {
        int first = Feature.PROVE.ordinal();
        for (int i = 0; i < cues.length; i++) {
            values[first + i] = Math.log1p(Math.min(cues[i], 6));
        }
        int reasoning = kinds(cues, REASONING);
        int easy = kinds(cues, EASY);
        set(values, Feature.REASONING_CUES, Math.min(4, reasoning));
        set(values, Feature.EASY_TASK, easy > 0 ? 1 : 0);
        set(values, Feature.EASY_TASK_ON_TEXT, easy > 0 && parts.attached() > 0 ? 1 : 0);
        boolean lookup = kinds(cues, LOOKUP) > 0 && reasoning == 0 && words.count() <= 16;
        set(values, Feature.QUICK_LOOKUP, lookup ? 1 : 0);
        boolean quantities = cues[Cue.QUANTITY.ordinal()] > 0 && values[Feature.NUMBERS.ordinal()] > 1;
        set(values, Feature.WORD_PROBLEM, quantities ? 1 : 0);
        double clauses = values[Feature.SENTENCES.ordinal()]
                + values[Feature.COMMAS.ordinal()]
                + values[Feature.QUESTIONS.ordinal()];
        set(values, Feature.SUBTASKS, reasoning == 0 ? 0 : clauses);
    }

    private static void addOptions(double[] values, AnswerOptions options) {
        if (options.count() == 0) {
            return;
        }
        set(values, Feature.OPTIONS, 1);
        set(values, Feature.OPTION_COUNT, options.count());
        set(values, Feature.OPTION_LENGTH, Math.log1p(options.meanLength()));
        set(values, Feature.OPTION_LONGEST, Math.log1p(options.longest()));
        set(values, Feature.OPTIONS_NUMERIC, options.numericShare());
        copy(values, Feature.LENGTH, Feature.EXAM_LENGTH);
        copy(values, Feature.NUMBERS, Feature.EXAM_NUMBERS);
        copy(values, Feature.CALCULATE, Feature.EXAM_CALCULATION);
        copy(values, Feature.THEORY, Feature.EXAM_THEORY);
        copy(values, Feature.MATH_SYMBOLS, Feature.EXAM_MATH_SYMBOLS);
    }

    private static int kinds(int[] counts, Cue[] cues) {
        int kinds = 0;
        for (Cue cue : cues) {
            kinds += counts[cue.ordinal()] > 0 ? 1 : 0;
        }
        return kinds;
    }

    private static void copy(double[] values, Feature from, Feature to) {
        values[to.ordinal()] = values[from.ordinal()];
    }

    private static void set(double[] values, Feature feature, double value) {
        values[feature.ordinal()] = value;
    }
}
