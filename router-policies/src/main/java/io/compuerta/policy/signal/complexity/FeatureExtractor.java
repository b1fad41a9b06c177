package io.compuerta.policy.signal.complexity;

import io.compuerta.policy.signal.Conversation;
import io.compuerta.policy.signal.Role;
import io.compuerta.policy.signal.Turn;
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

    private static final Cue[] NO_STORY = {
        Cue.PROVE,
        Cue.ANALYZE,
        Cue.JUSTIFY,
        Cue.EXPLAIN,
        Cue.DEBUG,
        Cue.LEGAL,
        Cue.DISPUTE,
        Cue.ADVICE,
        Cue.EXTRACT,
        Cue.SUMMARIZE,
        Cue.TRANSLATE,
        Cue.CLASSIFY
    };

    /** Sixty words: longer than people ask an assistant, unless there is much to read first. */
    private static final double LONG = Math.log1p(60);

    /** Words in which people ask; of more only the head and the tail are read for cues. */
    private static final int LONGEST_ASKING = 100;

    private static final int HEAD = 30;
    private static final int TAIL = 50;

    private static final int SHORTEST_STORY = 18;
    private static final int LONGEST_STORY = 220;
    private static final int LEAST_QUANTITIES = 3;

    private static final Cue[] LOOKUP = {Cue.GREETING, Cue.FAQ, Cue.DEFINE, Cue.FACT};

    private FeatureExtractor() {}

    /** Reads the newest question and what surrounds it. */
    static Features extract(Conversation conversation) {
        String question = shortened(conversation.question());
        AnswerOptions options = AnswerOptions.in(question);
        boolean exam = options.count() > 0;
        RequestParts parts =
                exam ? new RequestParts(question.substring(0, options.start()), 0) : RequestParts.of(question);
        String asked = parts.instruction();
        Words words = Words.of(asked);
        TextShape shape = TextShape.of(asked, asked.length());
        int[] cues = Cue.count(words);
        boolean story = !exam && isWordProblem(shape, cues, words);
        if (!exam && !story && words.count() > LONGEST_ASKING) {
            // A long text tells before it asks; words in the middle of the tale ask for nothing.
            cues = Cue.countAtEnds(words, HEAD, TAIL);
        }

        double[] values = new double[Feature.COUNT];
        addShape(values, shape, words);
        addSurroundings(values, conversation, parts);
        addCues(values, cues, words, parts);
        if (!exam) {
            QuestionKind kind = story ? QuestionKind.WORD_PROBLEM : QuestionKind.OPEN;
            return new Features(kind, values);
        }
        Words answers = Words.of(question, options.start(), question.length());
        addOptions(values, options, words, answers, asked);
        return new Features(QuestionKind.MULTIPLE_CHOICE, values);
    }

    /** A story of others with several quantities: whoever writes "I" or asks for reasons wants an assistant, not a sum. */
    private static boolean isWordProblem(TextShape shape, int[] cues, Words words) {
        if (words.count() < SHORTEST_STORY
                || words.count() > LONGEST_STORY
                || shape.questionMarks() == 0
                || shape.sentenceEnds() == 0) {
            return false;
        }
        int quantities = shape.numbers() + cues[Cue.QUANTITY.ordinal()];
        return quantities >= LEAST_QUANTITIES
                && cues[Cue.CALCULATE.ordinal()] > 0
                && cues[Cue.FIRST_PERSON.ordinal()] == 0
                && kinds(cues, NO_STORY) == 0;
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
        set(values, Feature.LONG_QUESTION, Math.max(0, Math.log1p(words.count()) - LONG));
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

    private static void addSurroundings(double[] values, Conversation conversation, RequestParts parts) {
        set(values, Feature.ATTACHED_TEXT, Math.log1p(parts.attached()));
        set(values, Feature.ATTACHED, parts.attached() > 0 ? 1 : 0);
        int earlier = -1;
        for (Turn turn : conversation.turns()) {
            earlier += turn.role() == Role.USER ? 1 : 0;
        }
        set(values, Feature.TURNS, Math.log1p(Math.max(0, earlier)));
        set(values, Feature.TOOLS, conversation.tools() ? 1 : 0);
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
        set(values, Feature.QUANTITIES, quantities ? 1 : 0);
        double clauses = values[Feature.SENTENCES.ordinal()]
                + values[Feature.COMMAS.ordinal()]
                + values[Feature.QUESTIONS.ordinal()];
        set(values, Feature.SUBTASKS, reasoning == 0 ? 0 : clauses);
    }

    private static void addOptions(double[] values, AnswerOptions options, Words stem, Words answers, String asked) {
        set(values, Feature.OPTION_COUNT, options.count());
        set(values, Feature.OPTION_LENGTH, Math.log1p(options.meanLength()));
        set(values, Feature.OPTION_LONGEST, Math.log1p(options.longest()));
        set(values, Feature.OPTIONS_NUMERIC, options.numericShare());
        set(values, Feature.OPTION_SPREAD, options.longest() / (1 + options.meanLength()));
        set(values, Feature.OPTION_OVERLAP, shareOfKnown(answers, stem));
        set(values, Feature.OPTION_LIKENESS, repetition(answers));
        boolean statements = asked.contains("Statement 1") || asked.contains("II.") || asked.contains("\nII");
        set(values, Feature.STATEMENTS, statements ? 1 : 0);
    }

    /** The share of the answers' longer words that the question already names. */
    private static double shareOfKnown(Words answers, Words stem) {
        long[] known = new long[stem.count()];
        for (int i = 0; i < known.length; i++) {
            known[i] = stem.hash(i);
        }
        Arrays.sort(known);
        int longer = 0;
        int shared = 0;
        for (int i = 0; i < answers.count(); i++) {
            if (answers.length(i) > 3) {
                longer++;
                shared += Arrays.binarySearch(known, answers.hash(i)) >= 0 ? 1 : 0;
            }
        }
        return longer == 0 ? 0 : (double) shared / longer;
    }

    private static int kinds(int[] counts, Cue[] cues) {
        int kinds = 0;
        for (Cue cue : cues) {
            kinds += counts[cue.ordinal()] > 0 ? 1 : 0;
        }
        return kinds;
    }

    private static void set(double[] values, Feature feature, double value) {
        values[feature.ordinal()] = value;
    }
}
