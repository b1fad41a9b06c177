package io.compuerta.engine;

import java.util.Map;

/**
 * How the next token is chosen. The filters apply in the order in which llama.cpp's server applies them: penalties and
 * bias, top-k, top-p, min-p, temperature.
 *
 * @param temperature      0 is greedy: always the likeliest token
 * @param topP             keep the likeliest tokens whose probabilities add up to this, 0 (exclusive) to 1
 * @param topK             keep at most this many of the likeliest; 0 keeps all
 * @param minP             drop tokens less likely than this share of the likeliest, 0 to 1; 0 keeps all
 * @param frequencyPenalty taken from a token's logit for each time it was generated, -2 to 2
 * @param presencePenalty  taken from a token's logit if it was generated at all, -2 to 2
 * @param logitBias        added to the logits of tokens, by id; -100 bans, 100 forces
 * @param seed             the same seed gives the same text on the same machine
 */
public record Sampling(
        float temperature,
        float topP,
        int topK,
        float minP,
        float frequencyPenalty,
        float presencePenalty,
        Map<Integer, Float> logitBias,
        int seed) {

    public static final Sampling GREEDY = new Sampling(0, 1, 0, 0, 0, 0, Map.of(), 0);

    public Sampling {
        logitBias = Map.copyOf(logitBias);
        require("temperature", temperature, 0, 100);
        require("topP", topP, Float.MIN_VALUE, 1);
        require("topK", topK, 0, Integer.MAX_VALUE);
        require("minP", minP, 0, 1);
        require("frequencyPenalty", frequencyPenalty, -2, 2);
        require("presencePenalty", presencePenalty, -2, 2);
        for (float bias : logitBias.values()) {
            require("logitBias", bias, -100, 100);
        }
    }

    /** Without penalties or bias. */
    public Sampling(float temperature, float topP, int topK, int seed) {
        this(temperature, topP, topK, 0, 0, 0, Map.of(), seed);
    }

    public Sampling withSeed(int other) {
        return new Sampling(temperature, topP, topK, minP, frequencyPenalty, presencePenalty, logitBias, other);
    }

    private static void require(String name, float value, float least, float most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(name + " is " + value + "; " + least + " to " + most + " is allowed");
        }
    }
}
