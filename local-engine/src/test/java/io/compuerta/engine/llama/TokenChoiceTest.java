package io.compuerta.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.compuerta.engine.EngineException;
import io.compuerta.engine.Sampling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One token from scores, compared with the same rules written down the slow way. */
class TokenChoiceTest {

    private static final int VOCABULARY = 800;
    private static final long SEED = 20_261;

    @Test
    void choosesAsTheRulesSay() {
        Random random = new Random(SEED);
        for (int run = 0; run < 1500; run++) {
            float[] scores = scores(random, 1 + random.nextInt(15));
            Sampling sampling = sampling(random);
            double pick = random.nextDouble();

            assertThat(TokenChoice.choose(sampling, scores, null, pick))
                    .as("run %d of seed %d: %s, pick %s", run, SEED, sampling, pick)
                    .isEqualTo(slowly(sampling, scores, null, pick));
        }
    }

    @Test
    void aFilterAskedAboutFewTokensChoosesAsOneAskedAboutAll() {
        Random random = new Random(SEED);
        for (int run = 0; run < 3000; run++) {
            float[] scores = scores(random, 1 + random.nextInt(15));
            Sampling sampling = sampling(random);
            double pick = random.nextDouble();
            BitSet allowed = allowed(random);

            assertThat(TokenChoice.choose(sampling, scores, filter(allowed), pick))
                    .as("run %d of seed %d: %s, pick %s", run, SEED, sampling, pick)
                    .isEqualTo(slowly(sampling, scores, allowed, pick));
        }
    }

    @Test
    void aFilterIsAskedAboutTheLikeliestOnly() {
        Random random = new Random(SEED);
        float[] scores = scores(random, 8);
        List<Integer> asked = new ArrayList<>();
        TokenFilter everything = tokens -> {
            asked.add(tokens.length);
            boolean[] verdicts = new boolean[tokens.length];
            Arrays.fill(verdicts, true);
            return verdicts;
        };

        TokenChoice.choose(Sampling.GREEDY, scores, everything, 0);
        assertThat(asked).containsExactly(1);

        TokenChoice.choose(new Sampling(0.7f, 0.8f, 20, 1), scores, everything, 0.5);
        assertThat(asked.stream().mapToInt(Integer::intValue).sum()).isLessThan(VOCABULARY / 4);
    }

    @Test
    void nothingAllowedIsNothingChosen() {
        float[] scores = scores(new Random(SEED), 5);

        for (float temperature : new float[] {0, 1}) {
            assertThat(TokenChoice.choose(new Sampling(temperature, 1, 0, 1), scores, filter(new BitSet()), 0.5))
                    .isEqualTo(TokenChoice.NONE);
            assertThat(TokenChoice.choose(new Sampling(temperature, 0.5f, 3, 1), scores, filter(new BitSet()), 0.5))
                    .isEqualTo(TokenChoice.NONE);
            float[] none = new float[10];
            Arrays.fill(none, Float.NaN);
            assertThat(TokenChoice.choose(new Sampling(temperature, 1, 0, 1), none, null, 0.5))
                    .isEqualTo(TokenChoice.NONE);
        }
    }

    @Test
    void oneVeryUnlikelyTokenIsFoundWhenItIsTheOnlyOneAllowed() {
        float[] scores = scores(new Random(SEED), 5);
        scores[77] = -3e6f;
        BitSet only = new BitSet();
        only.set(77);

        for (Sampling sampling : List.of(
                Sampling.GREEDY,
                new Sampling(0.1f, 1, 0, 1),
                new Sampling(0.1f, 0.9f, 0, 1),
                new Sampling(0.1f, 0.9f, 5, 1),
                new Sampling(1, 1, 0, 0.1f, 0, 0, Map.of(), 1))) {
            assertThat(TokenChoice.choose(sampling, scores, filter(only), 0.9)).isEqualTo(77);
        }
    }

    @Test
    void frequenciesFollowTheProbabilities() {
        float[] scores = {0, (float) Math.log(2), (float) Math.log(5), Float.NEGATIVE_INFINITY};
        int[] counts = new int[4];
        Random random = new Random(SEED);

        for (int run = 0; run < 80_000; run++) {
            counts[TokenChoice.choose(new Sampling(1, 1, 0, 1), scores, null, random.nextDouble())]++;
        }

        assertThat(counts[0]).isBetween(9_500, 10_500);
        assertThat(counts[1]).isBetween(19_400, 20_600);
        assertThat(counts[2]).isBetween(49_200, 50_800);
        assertThat(counts[3]).isZero();
    }

    @Test
    void sumsOfExponentialsAreExactToManyDigits() {
        Random random = new Random(SEED);
        for (int run = 0; run < 100_000; run++) {
            double power = (random.nextDouble() - 0.5) * 1500;
            assertThat(Softmax.exp(power)).as("exp(%s)", power).isCloseTo(Math.exp(power), withinPercentage(1e-10));
        }
        for (double power : new double[] {0, -0.0, 1, -1, 699.9999, -699.9999, -1e9, Double.NEGATIVE_INFINITY}) {
            assertThat(Softmax.exp(power)).as("exp(%s)", power).isCloseTo(Math.exp(power), withinPercentage(1e-10));
        }
        float[] scores = {1, 2, Float.NaN, Float.NEGATIVE_INFINITY};
        assertThat(Softmax.mass(scores, 2, 0.5)).isCloseTo(1 + Math.exp(-2), withinPercentage(1e-10));
    }

    @Test
    void penaltiesCountWhatWasSaidAndBiasIsAdded() {
        Sampling sampling = new Sampling(0, 1, 0, 0, 0.5f, 1.5f, Map.of(3, -100f, 4, 2f), 1);
        Penalties penalties = new Penalties(sampling, 40);
        IntStream.range(10, 30).forEach(penalties::count);
        penalties.count(12);
        penalties.count(12);
        float[] scores = new float[40];

        penalties.apply(scores);

        assertThat(scores[3]).isEqualTo(-100);
        assertThat(scores[4]).isEqualTo(2);
        assertThat(scores[10]).isEqualTo(-2);
        assertThat(scores[12]).isEqualTo(-3);
        assertThat(scores[29]).isEqualTo(-2);
        assertThat(scores[30]).isZero();
    }

    @Test
    void aBiasOfAnUnknownTokenIsRefused() {
        for (int token : new int[] {-1, 40, Integer.MAX_VALUE}) {
            Sampling sampling = new Sampling(0, 1, 0, 0, 0, 0, Map.of(token, 1f), 1);

            assertThatThrownBy(() -> new Penalties(sampling, 40))
                    .isInstanceOfSatisfying(
                            EngineException.Unsupported.class,
                            refused -> assertThat(refused.parameter()).isEqualTo("logit_bias"))
                    .hasMessageContaining(Integer.toString(token))
                    .hasMessageContaining("0 to 39");
        }
    }

    private static float[] scores(Random random, float width) {
        float[] scores = new float[VOCABULARY];
        for (int token = 0; token < VOCABULARY; token++) {
            // Rounded, so that ties occur.
            scores[token] = Math.round(random.nextGaussian() * width * 8) / 8f;
        }
        return scores;
    }

    private static Sampling sampling(Random random) {
        return new Sampling(
                random.nextInt(8) == 0 ? 0 : 0.2f + random.nextFloat() * 2,
                random.nextBoolean() ? 1 : Math.max(0.01f, random.nextFloat()),
                random.nextBoolean() ? 0 : 1 + random.nextInt(50),
                random.nextBoolean() ? 0 : random.nextFloat(),
                0,
                0,
                Map.of(),
                0);
    }

    private static BitSet allowed(Random random) {
        BitSet allowed = new BitSet();
        double share = Math.pow(10, -3 * random.nextDouble());
        for (int token = 0; token < VOCABULARY; token++) {
            allowed.set(token, random.nextDouble() < share);
        }
        return allowed;
    }

    private static TokenFilter filter(BitSet allowed) {
        return tokens -> {
            boolean[] verdicts = new boolean[tokens.length];
            for (int index = 0; index < tokens.length; index++) {
                verdicts[index] = allowed.get(tokens[index]);
            }
            return verdicts;
        };
    }

    /** Sort everything, strike out what is not allowed, cut by top-k, top-p, min-p, then draw. */
    private static int slowly(Sampling sampling, float[] scores, @Nullable BitSet allowed, double pick) {
        List<Integer> left = IntStream.range(0, scores.length)
                .filter(token -> allowed == null || allowed.get(token))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer token) -> -scores[token])
                        .thenComparing(token -> token))
                .toList();
        if (left.isEmpty()) {
            return TokenChoice.NONE;
        }
        if (sampling.temperature() == 0) {
            return left.getFirst();
        }
        if (sampling.topK() > 0) {
            left = left.subList(0, Math.min(sampling.topK(), left.size()));
        }
        double best = scores[left.getFirst()];
        if (sampling.topP() < 1) {
            left = left.subList(0, reaching(left, scores, sampling.topP(), 1));
        }
        double least = best + Math.log(sampling.minP());
        left = left.stream().filter(token -> scores[token] >= (float) least).toList();
        return left.get(reaching(left, scores, pick, sampling.temperature()) - 1);
    }

    private static int reaching(List<Integer> tokens, float[] scores, double share, double temperature) {
        double best = scores[tokens.getFirst()];
        double all = 0;
        for (int token : tokens) {
            all += Math.exp((scores[token] - best) / temperature);
        }
        double reached = 0;
        for (int index = 0; index < tokens.size(); index++) {
            reached += Math.exp((scores[tokens.get(index)] - best) / temperature);
            if (reached >= share * all) {
                return index + 1;
            }
        }
        return tokens.size();
    }
}
