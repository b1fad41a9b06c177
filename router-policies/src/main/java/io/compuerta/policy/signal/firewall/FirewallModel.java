package io.compuerta.policy.signal.firewall;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Set;

/**
 * The fitted numbers: one weight in eight bits for each bucket of the feature space, a coarser table by which the kind of
 * an attack is told, and the score at which each origin is blocked. Immutable and thread-safe.
 */
final class FirewallModel {

    /** A sentence decides most of the score; its row and the whole text give it company. Chosen by cross-validation. */
    static final double WHOLE = 0.1;

    static final double ROW = 0.1;
    static final double SENTENCE = 0.8;

    /** A disguise may count for more than one bucket can hold. */
    static final double DISGUISE = 2;

    /** The kind is told from fewer, coarser buckets: only attacks are asked for it. */
    static final int KIND_SHIFT = 5;

    static final int KIND_BUCKETS = Evidence.BUCKETS >>> KIND_SHIFT;

    private static final int MAGIC = 0x43465731;
    private static final int KINDS = AttackKind.values().length;

    /** Published scores rise from 0 to 1 within a few units around the threshold. */
    private static final double STEEPNESS = 0.8;

    private final byte[] weights;
    private final float scale;
    private final double bias;
    private final byte[] kinds;
    private final double[] thresholds;

    FirewallModel(byte[] weights, float scale, double bias, byte[] kinds, double[] thresholds) {
        this.weights = weights;
        this.scale = scale;
        this.bias = bias;
        this.kinds = kinds;
        this.thresholds = thresholds;
    }

    /** The weights that ship with the product. */
    static FirewallModel standard() {
        try (InputStream in = Objects.requireNonNull(
                FirewallModel.class.getResourceAsStream("weights.bin"), "the firewall weights are missing")) {
            return read(new DataInputStream(in));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the firewall weights", e);
        }
    }

    static FirewallModel read(DataInputStream in) throws IOException {
        int magic = in.readInt();
        int buckets = in.readInt();
        if (magic != MAGIC || buckets != Evidence.BUCKETS) {
            throw new IOException("firewall weights of another format: magic " + Integer.toHexString(magic) + ", "
                    + buckets + " buckets instead of " + Evidence.BUCKETS);
        }
        float scale = in.readFloat();
        double bias = in.readDouble();
        double[] thresholds = new double[Origin.values().length];
        for (int i = 0; i < thresholds.length; i++) {
            thresholds[i] = in.readDouble();
        }
        byte[] weights = new byte[buckets];
        in.readFully(weights);
        byte[] kinds = new byte[KIND_BUCKETS * KINDS];
        in.readFully(kinds);
        return new FirewallModel(weights, scale, bias, kinds, thresholds);
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(MAGIC);
        out.writeInt(Evidence.BUCKETS);
        out.writeFloat(scale);
        out.writeDouble(bias);
        for (double threshold : thresholds) {
            out.writeDouble(threshold);
        }
        out.write(weights);
        out.write(kinds);
    }

    static double pool(Windows windows) {
        return WHOLE * windows.whole() + ROW * windows.row() + SENTENCE * windows.sentence();
    }

    /** Scores every window of a reading. */
    Windows weigh(Evidence evidence) {
        int count = evidence.words().count();
        double[] sums = new double[count + 1];
        Evidence.Sink sink = (word, bucket, value) -> sums[word + 1] += weights[bucket] * value;
        evidence.emitMeaning(sink);
        evidence.emitPieces(sink);
        for (int w = 0; w < count; w++) {
            sums[w + 1] = sums[w] + sums[w + 1] * scale;
        }
        return new Windows(evidence.words(), sums);
    }

    /** The unbounded score of a reading; higher is worse. */
    double evidence(Windows windows) {
        return pool(windows) + bias;
    }

    /** What the disguises of a text add to the score of each of its readings. */
    double disguises(Set<Trick> tricks) {
        double sum = 0;
        for (Trick trick : tricks) {
            sum += weights[Evidence.bucket(trick)];
        }
        return sum * scale * DISGUISE;
    }

    /** The score as published: {@code 0.5} stands at the threshold of the origin. */
    double published(double evidence, Origin origin) {
        return 1 / (1 + Math.exp(-STEEPNESS * (evidence - thresholds[origin.ordinal()])));
    }

    /** The likeliest kind of an attack, told from the words of its gravest sentence. */
    AttackKind kind(Evidence evidence, int from, int to) {
        double[] votes = new double[KINDS];
        evidence.emitMeaning((word, bucket, value) -> {
            if (word >= from && word < to) {
                int at = (bucket >>> KIND_SHIFT) * KINDS;
                for (int k = 0; k < KINDS; k++) {
                    votes[k] += kinds[at + k] * value;
                }
            }
        });
        int best = 0;
        for (int k = 1; k < KINDS; k++) {
            best = votes[k] > votes[best] ? k : best;
        }
        return AttackKind.values()[best];
    }
}
