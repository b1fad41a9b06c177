package io.compuerta.engine.llama;

import io.compuerta.engine.Sampling;
import org.jspecify.annotations.Nullable;

/**
 * Chooses one token by scores (logits after penalties and bias): the tokens that a filter refuses are out, then top-k,
 * top-p and min-p shorten the list, then the temperature shapes what is left, and a number from 0 to 1 picks from it.
 * That is the order of llama.cpp's server, with the filter before all else.
 *
 * <p>A grammar is slow to ask about 150,000 tokens. All the filters keep a prefix of the ranking, so it is asked about
 * the likeliest only, and about more of them as long as the rest could still change the choice: the mass of what was not asked
 * about bounds the total from both sides. The choice is therefore exactly the one of a grammar that is applied to all.
 */
final class TokenChoice {

    /** When no token may be next. */
    static final int NONE = -1;

    private final Sampling sampling;
    private final float[] scores;
    private final @Nullable TokenFilter filter;
    private final Ranking ranking;

    private TokenChoice(Sampling sampling, float[] scores, @Nullable TokenFilter filter) {
        this.sampling = sampling;
        this.scores = scores;
        this.filter = filter;
        this.ranking = new Ranking(scores, filter);
    }

    /**
     * @param scores of all tokens
     * @param filter what may be next, or null for anything
     * @param pick   from 0 (inclusive) to 1; without meaning when the temperature is 0
     * @return a token, or {@link #NONE}
     */
    static int choose(Sampling sampling, float[] scores, @Nullable TokenFilter filter, double pick) {
        if (sampling.temperature() == 0) {
            return likeliest(scores, filter);
        }
        return new TokenChoice(sampling, scores, filter).draw(pick);
    }

    private static int likeliest(float[] scores, @Nullable TokenFilter filter) {
        int token = NONE;
        float most = Float.NEGATIVE_INFINITY;
        for (int index = 0; index < scores.length; index++) {
            if (scores[index] > most) {
                most = scores[index];
                token = index;
            }
        }
        if (token == NONE || filter == null || filter.allows(new int[] {token})[0]) {
            return token;
        }
        Ranking ranking = new Ranking(scores, filter);
        ranking.fill(1);
        return ranking.size() == 0 ? NONE : ranking.token(0);
    }

    private int draw(double pick) {
        ranking.fill(1);
        if (ranking.size() == 0) {
            return NONE;
        }
        if (sampling.topK() == 0 && sampling.topP() == 1 && sampling.minP() == 0) {
            return ranking.token(reach(pick, sampling.temperature()) - 1);
        }
        return ranking.token(pick(kept(), pick));
    }

    /** How many of the likeliest pass the filters; at least one. */
    private int kept() {
        int kept;
        if (sampling.topK() > 0) {
            ranking.fill(sampling.topK());
            kept = Math.min(sampling.topK(), ranking.size());
            if (sampling.topP() < 1) {
                kept = firstReaching(sampling.topP() * mass(kept, 1), kept, 1);
            }
        } else if (sampling.topP() < 1) {
            kept = reach(sampling.topP(), 1);
        } else {
            kept = Integer.MAX_VALUE;
        }
        if (sampling.minP() == 0) {
            return kept;
        }
        float least = (float) (ranking.score(0) + Math.log(sampling.minP()));
        int likely = 1;
        while (likely < kept) {
            ranking.fill(likely + 1);
            if (likely == ranking.size() || ranking.score(likely) < least) {
                break;
            }
            likely++;
        }
        return likely;
    }

    private int pick(int kept, double pick) {
        return firstReaching(pick * mass(kept, sampling.temperature()), kept, sampling.temperature()) - 1;
    }

    /**
     * The least number of likeliest tokens that hold a share of all that is allowed; ranks as far as is needed to be
     * certain of it.
     */
    private int reach(double share, double temperature) {
        double all = Softmax.mass(scores, ranking.score(0), temperature);
        while (!ranking.isComplete()) {
            int size = ranking.size();
            double ranked = mass(size, temperature);
            double most = Math.max(ranked, all - ranking.refusedMass(temperature));
            double least = filter == null ? most : ranked;
            if (share * most <= ranked) {
                int count = firstReaching(share * most, size, temperature);
                if (count == firstReaching(share * least, size, temperature)) {
                    return count;
                }
            }
            ranking.extend();
        }
        int size = ranking.size();
        return firstReaching(share * mass(size, temperature), size, temperature);
    }

    private double mass(int count, double temperature) {
        double mass = 0;
        for (int rank = 0; rank < count; rank++) {
            mass += weight(rank, temperature);
        }
        return mass;
    }

    private int firstReaching(double mass, int count, double temperature) {
        double reached = 0;
        for (int rank = 0; rank < count; rank++) {
            reached += weight(rank, temperature);
            if (reached >= mass) {
                return rank + 1;
            }
        }
        return count;
    }

    private double weight(int rank, double temperature) {
        return Math.exp((ranking.score(rank) - ranking.score(0)) / temperature);
    }
}
