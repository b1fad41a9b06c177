package io.compuerta.policy.signal.complexity;

import io.compuerta.policy.signal.Conversation;
import io.compuerta.policy.signal.language.Words;
import java.util.Optional;

/**
 * Guesses the kind of work from the cue words of the newest question, leaving out text that was pasted to be worked on. A
 * guess by words: it serves to tell a translation from a proof, not to understand. Stateless and thread-safe.
 */
public final class TaskGuess {

    /** Of a longer question only the head and the tail are read: what is asked stands there. */
    private static final int READ_AT_MOST = 6_000;

    private static final long WORK = Cue.EXTRACT.bit()
            | Cue.SUMMARIZE.bit()
            | Cue.TRANSLATE.bit()
            | Cue.REWRITE.bit()
            | Cue.CLASSIFY.bit()
            | Cue.PROVE.bit()
            | Cue.CALCULATE.bit();

    private static final long CODE = Cue.CODE_TASK.bit() | Cue.DEBUG.bit();

    private static final long THOUGHT = Cue.ANALYZE.bit()
            | Cue.PLAN.bit()
            | Cue.DESIGN.bit()
            | Cue.COMPARE.bit()
            | Cue.JUSTIFY.bit()
            | Cue.LEGAL.bit()
            | Cue.DISPUTE.bit()
            | Cue.ADVICE.bit();

    private static final long ASKING =
            Cue.FAQ.bit() | Cue.DEFINE.bit() | Cue.FACT.bit() | Cue.WHICH.bit() | Cue.EXPLAIN.bit();

    private TaskGuess() {}

    /** {@link Task#OTHER} when nothing points anywhere. */
    public static Task of(Conversation conversation) {
        String question = shortened(conversation.question());
        String asked = RequestParts.of(question).instruction();
        Words words = Words.of(asked);
        long cues = Cue.masksIn(words);
        // People begin with what they want: "translate this summary", "summarise this translation".
        Optional<Cue> first = Cue.firstOf(words, WORK);
        boolean code = (cues & CODE) != 0;
        if (first.isPresent() && !(code && yieldsToCode(first.get()))) {
            return of(first.get());
        }
        if (code) {
            return Task.CODE;
        }
        if ((cues & Cue.MATH_TERM.bit()) != 0 && (cues & THOUGHT) == 0) {
            return Task.MATH;
        }
        if ((cues & THOUGHT) != 0) {
            return Task.ANALYZE;
        }
        if ((cues & ASKING) != 0 || asked.indexOf('?') >= 0) {
            return (cues & Cue.GREETING.bit()) != 0 && (cues & ASKING) == 0 ? Task.CHAT : Task.QUESTION;
        }
        return (cues & Cue.GREETING.bit()) != 0 ? Task.CHAT : Task.OTHER;
    }

    /** "Convert this function", "calculate the complexity of this loop": the object tells more than the verb. */
    private static boolean yieldsToCode(Cue cue) {
        return cue == Cue.REWRITE || cue == Cue.CALCULATE;
    }

    private static Task of(Cue cue) {
        return switch (cue) {
            case EXTRACT -> Task.EXTRACT;
            case SUMMARIZE -> Task.SUMMARIZE;
            case TRANSLATE -> Task.TRANSLATE;
            case REWRITE -> Task.REWRITE;
            case CLASSIFY -> Task.CLASSIFY;
            default -> Task.MATH;
        };
    }

    private static String shortened(String question) {
        int half = READ_AT_MOST / 2;
        return question.length() <= READ_AT_MOST
                ? question
                : question.substring(0, half) + "\n" + question.substring(question.length() - half);
    }
}
