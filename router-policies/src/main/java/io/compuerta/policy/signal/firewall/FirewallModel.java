package io.compuerta.policy.signal.firewall;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * The fitted numbers: weights in eight bits for each bucket of the feature space, for windows, for the text as a bag of
 * features and as a bag of ideas; a coarser table by which the kind of an attack is told; and the score at which each
 * origin is blocked. Immutable and thread-safe.
 */
final class FirewallModel {

    /** A sentence decides most of the score; its row and the whole text give it company. Chosen by cross-validation. */
    static final double WHOLE = 0.1;

    static final double ROW = 0.1;
    static final double SENTENCE = 0.8;

    private static final double LUCK = 0.2;
    private static final int CROWD = 64;

    /** A disguise may count for more than one bucket can hold. */
    static final double DISGUISE = 2;

    /** The kind is told from fewer, coarser buckets: only attacks are asked for it. */
    static final int KIND_SHIFT = 7;

    static final int KIND_BUCKETS = Evidence.BUCKETS >>> KIND_SHIFT;

    private static final int MAGIC = 0x43465733;
    private static final int KINDS = AttackKind.values().length;

    /** Published scores rise from 0 to 1 within a few units around the threshold. */
    static final double STEEPNESS = 0.8;

    /** What a rule of full strength adds to its kind, as a share of the distance between the kinds' votes. */
    private static final double RULE_VOTE = 0.5;

    private final byte[] weights;
    private final float scale;
    private final double bias;
    private final byte[] bag;
    private final float bagScale;
    private final byte[] profile;
    private final float profileScale;
    private final byte[] kinds;
    private final double[] thresholds;

    FirewallModel(
            byte[] weights,
            float scale,
            double bias,
            byte[] bag,
            float bagScale,
            byte[] profile,
            float profileScale,
            byte[] kinds,
            double[] thresholds) {
        this.weights = weights;
        this.scale = scale;
        this.bias = bias;
        this.bag = bag;
        this.bagScale = bagScale;
        this.profile = profile;
        this.profileScale = profileScale;
        this.kinds = kinds;
        this.thresholds = thresholds;
    }

    /** The weights that ship with the product. */
    static FirewallModel standard() {
        try (InputStream in = Objects.requireNonNull(
                FirewallModel.class.getResourceAsStream("weights.bin"), "the firewall weights are missing")) {
            return read(new DataInputStream(new GZIPInputStream(in)));
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
        float bagScale = in.readFloat();
        float profileScale = in.readFloat();
        double bias = in.readDouble();
        double[] thresholds = new double[Origin.values().length];
        for (int i = 0; i < thresholds.length; i++) {
            thresholds[i] = in.readDouble();
        }
        byte[] weights = new byte[buckets];
        in.readFully(weights);
        byte[] bag = new byte[Tally.buckets(Tally.WORDS)];
        in.readFully(bag);
        byte[] profile = new byte[Tally.buckets(Tally.PROFILE)];
        in.readFully(profile);
        byte[] kinds = new byte[KIND_BUCKETS * KINDS];
        in.readFully(kinds);
        return new FirewallModel(weights, scale, bias, bag, bagScale, profile, profileScale, kinds, thresholds);
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(MAGIC);
        out.writeInt(Evidence.BUCKETS);
        out.writeFloat(scale);
        out.writeFloat(bagScale);
        out.writeFloat(profileScale);
        out.writeDouble(bias);
        for (double threshold : thresholds) {
            out.writeDouble(threshold);
        }
        out.write(weights);
        out.write(bag);
        out.write(profile);
        out.write(kinds);
    }

    static double pool(Windows windows) {
        return WHOLE * windows.whole() + ROW * windows.row() + SENTENCE * windows.sentence();
    }

    /** A reading as the models see it: the windows of the first, what the two bags add together. */
    record Weighed(Windows windows, double bags) {}

    /** Scores every window of a reading, and the reading as a bag of features and as a bag of ideas. */
    Weighed weigh(Evidence evidence) {
        int count = evidence.words().count();
        double[] sums = new double[count + 1];
        Tally tally = Tally.ofWords(count);
        Evidence.Sink sink = (word, bucket, value) -> {
            sums[word + 1] += weights[bucket] * value;
            tally.add(word, bucket, value);
        };
        evidence.emitMeaning(sink);
        evidence.emitPieces(sink);
        for (int w = 0; w < count; w++) {
            sums[w + 1] = sums[w] + sums[w + 1] * scale;
        }
        Tally ideas = Tally.ofProfile();
        evidence.emitProfile(ideas);
        double bags = tally.score(bag) * bagScale + ideas.score(profile) * profileScale;
        return new Weighed(new Windows(evidence.words(), sums), bags);
    }

    /** The unbounded score of a reading; higher is worse. */
    double evidence(Weighed weighed) {
        return pool(weighed.windows())
                + weighed.bags()
                + bias
                - luck(weighed.windows().sentences());
    }

    /**
     * What the gravest of so many ordinary sentences gains by mere number: the largest of many draws grows with the
     * logarithm of how many there are. Bounded, so that padding an attack with harmless sentences does not hide it.
     */
    static double luck(int sentences) {
        return LUCK * Math.log(Math.clamp(sentences, 1, CROWD));
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

    /** What a feature of value one adds to the sum of a window. */
    double windowWeight(int bucket) {
        return weights[bucket] * scale;
    }

    /** What a feature of value one adds to the bag of a text before that is brought to unit length. */
    double bagWeight(int bucket) {
        return bag[bucket] * bagScale;
    }

    /** The same for the bag of ideas. */
    double profileWeight(int bucket) {
        return profile[bucket] * profileScale;
    }

    /** What a text has against it before a word is read: more for a document than for a user. */
    double base(Origin origin) {
        return bias - thresholds[origin.ordinal()];
    }

    /**
     * The likeliest kind of an attack, told from the words of its gravest sentence and by the rules that hit.
     *
     * @param named  for each kind, the strength of the rules that speak for it
     * @param veiled whether anything in the text is disguised; without that, no attack is called obfuscated
     */
    AttackKind kind(Evidence evidence, int from, int to, double[] named, boolean veiled) {
        double[] votes = new double[KINDS];
        evidence.emitMeaning((word, bucket, value) -> {
            if (word >= from && word < to) {
                int at = (bucket >>> KIND_SHIFT) * KINDS;
                for (int k = 0; k < KINDS; k++) {
                    votes[k] += kinds[at + k] * value;
                }
            }
        });
        double spread = Arrays.stream(votes).max().orElse(0)
                - Arrays.stream(votes).min().orElse(0);
        for (int k = 0; k < KINDS; k++) {
            votes[k] += spread * named[k] * RULE_VOTE;
        }
        if (!veiled) {
            votes[AttackKind.OBFUSCATED.ordinal()] = Double.NEGATIVE_INFINITY;
        }
        int best = 0;
        for (int k = 1; k < KINDS; k++) {
            best = votes[k] > votes[best] ? k : best;
        }
        return AttackKind.values()[best];
    }
}
