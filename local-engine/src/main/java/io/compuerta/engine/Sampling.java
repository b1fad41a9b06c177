package io.compuerta.engine;

/**
 * How the next token is chosen.
 *
 * @param temperature 0 is greedy: always the likeliest token
 * @param topP        keep the likeliest tokens whose probabilities add up to this, 0 (exclusive) to 1
 * @param topK        keep at most this many of the likeliest; 0 keeps all
 * @param seed        the same seed gives the same text on the same machine
 */
public record Sampling(float temperature, float topP, int topK, int seed) {

    public static final Sampling GREEDY = new Sampling(0, 1, 0, 0);

    public Sampling {
        if (!(temperature >= 0) || !(topP > 0 && topP <= 1) || topK < 0) {
            throw new IllegalArgumentException("temperature >= 0, 0 < topP <= 1 and topK >= 0 expected, not "
                    + temperature + ", " + topP + ", " + topK);
        }
    }
}
