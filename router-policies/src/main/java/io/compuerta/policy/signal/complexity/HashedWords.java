package io.compuerta.policy.signal.complexity;

import io.compuerta.policy.signal.language.Words;
import java.util.Arrays;

/**
 * Words by hash instead of by dictionary ("feature hashing", Weinberger et al. 2009): every word falls into one of a fixed
 * number of buckets, half of them with the sign turned so that collisions cancel out on average.
 */
final class HashedWords {

    static final int BUCKETS = 1 << 13;

    /** Words of answers go to other buckets than words of the question. */
    private static final long ANSWER_SALT = 0x5bd1e9955bd1e995L;

    private static final int SHORTEST = 3;
    private static final int MOST_WORDS = 300;

    private HashedWords() {}

    /** The buckets of the distinct words of a question and its answers. */
    static int[] bucketsOf(Words question, Words answers) {
        int[] buckets = new int[Math.min(MOST_WORDS, question.count()) + Math.min(MOST_WORDS, answers.count())];
        int count = add(question, 0, buckets, 0);
        count = add(answers, ANSWER_SALT, buckets, count);
        Arrays.sort(buckets, 0, count);
        int distinct = 0;
        for (int i = 0; i < count; i++) {
            if (i == 0 || buckets[i] != buckets[i - 1]) {
                buckets[distinct++] = buckets[i];
            }
        }
        return Arrays.copyOf(buckets, distinct);
    }

    private static int add(Words words, long salt, int[] buckets, int count) {
        for (int i = 0; i < Math.min(MOST_WORDS, words.count()); i++) {
            if (words.length(i) >= SHORTEST && !isNumber(words, i)) {
                long hash = (words.hash(i) ^ salt) * 0x9e3779b97f4a7c15L;
                int bucket = (int) (hash >>> 40) & (BUCKETS - 1);
                buckets[count++] = hash < 0 ? ~bucket : bucket;
            }
        }
        return count;
    }

    private static boolean isNumber(Words words, int index) {
        char first = words.charAt(index, 0);
        return first >= '0' && first <= '9';
    }
}
