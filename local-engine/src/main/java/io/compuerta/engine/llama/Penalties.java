package io.compuerta.engine.llama;

import io.compuerta.engine.EngineException;
import io.compuerta.engine.Sampling;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** What a request adds to the scores: its bias, and its penalties for what this answer has said. Not thread-safe. */
final class Penalties {

    private final Sampling sampling;
    private final int[] biased;
    private final float[] biases;
    private final Map<Integer, Integer> indexes = new HashMap<>();
    private int[] said = new int[16];
    private int[] counts = new int[16];

    /** @throws EngineException.Unsupported if the bias names a token that the vocabulary has not */
    Penalties(Sampling sampling, int vocabulary) {
        this.sampling = sampling;
        biased = new int[sampling.logitBias().size()];
        biases = new float[biased.length];
        int index = 0;
        for (Map.Entry<Integer, Float> entry : sampling.logitBias().entrySet()) {
            int token = entry.getKey();
            if (token < 0 || token >= vocabulary) {
                throw new EngineException.Unsupported(
                        "logit_bias",
                        "logit_bias names token " + token + "; this model's tokens are 0 to " + (vocabulary - 1));
            }
            biased[index] = token;
            biases[index++] = entry.getValue();
        }
    }

    /** Remembers a token of the answer. */
    void count(int token) {
        if (sampling.frequencyPenalty() == 0 && sampling.presencePenalty() == 0) {
            return;
        }
        int next = indexes.size();
        int index = indexes.computeIfAbsent(token, first -> next);
        if (index == said.length) {
            said = Arrays.copyOf(said, 2 * index);
            counts = Arrays.copyOf(counts, 2 * index);
        }
        said[index] = token;
        counts[index]++;
    }

    void apply(float[] scores) {
        for (int index = 0; index < biased.length; index++) {
            scores[biased[index]] += biases[index];
        }
        for (int index = 0; index < indexes.size(); index++) {
            scores[said[index]] -= counts[index] * sampling.frequencyPenalty() + sampling.presencePenalty();
        }
    }
}
