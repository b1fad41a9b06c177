package io.compuerta.engine.bench;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A speed of the engine beside that of the native library alone, over rounds in which both took turns.
 *
 * @param tokensPerSecond of the engine: the middle round's
 * @param nativeTokensPerSecond of the library doing the same work: the middle round's
 * @param share    the engine's part of the library's speed: the middle of the rounds' own shares, since what else the machine did in
 *     a round was felt by both
 * @param leastShare of any round
 * @param mostShare  of any round
 * @param workShare  the processor time of the library's thread for the work as a part of the engine's thread's: what the share
 *     would be if the machine did nothing else; compiling, collecting and delivering, which other threads do, are not in it
 */
public record Comparison(
        double tokensPerSecond,
        double nativeTokensPerSecond,
        double share,
        double leastShare,
        double mostShare,
        double workShare) {

    /**
     * @param ours   and {@code theirs}: a speed for each round, at least one
     * @param ourWork and {@code theirWork}: processor time of each round
     */
    static Comparison of(List<Double> ours, List<Double> theirs, List<Double> ourWork, List<Double> theirWork) {
        List<Double> shares = IntStream.range(0, ours.size())
                .mapToObj(round -> ours.get(round) / theirs.get(round))
                .sorted()
                .toList();
        return new Comparison(
                percentile(ours, 0.5),
                percentile(theirs, 0.5),
                percentile(shares, 0.5),
                shares.getFirst(),
                shares.getLast(),
                percentile(
                        IntStream.range(0, ourWork.size())
                                .mapToObj(round -> theirWork.get(round) / ourWork.get(round))
                                .toList(),
                        0.5));
    }

    static double percentile(List<Double> values, double share) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(share * (sorted.size() - 1))));
    }
}
