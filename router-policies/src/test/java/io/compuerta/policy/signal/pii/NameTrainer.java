package io.compuerta.policy.signal.pii;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Fits the name tagger: an averaged structured perceptron (Collins, "Discriminative training methods for hidden Markov
 * models", 2002) with Viterbi decoding. Deterministic for a seed.
 */
public final class NameTrainer {
    private static final int LABELS = TagModel.LABELS;
    private static final long LISTED = Cue.of(Cue.GIVEN, Cue.SURNAME);

    private final int slots;
    private final Random random;
    private final int[] weights;
    private final long[] drift;
    private final int[] transitions;
    private final long[] transitionDrift;
    private long step = 1;

    public NameTrainer(int slots, long seed) {
        this.slots = slots;
        random = new Random(seed);
        weights = new int[slots * LABELS];
        drift = new long[slots * LABELS];
        transitions = new int[TagFeatures.KINDS * LABELS * LABELS];
        transitionDrift = new long[transitions.length];
    }

    /**
     * @param rows      what to learn from
     * @param variation another text of the same kind, with other names
     * @param generated more texts, as many as {@code perEpoch} in each epoch
     */
    public void train(
            List<TrainingRow> rows,
            UnaryOperator<TrainingRow> variation,
            Supplier<TrainingRow> generated,
            int perEpoch,
            int epochs) {
        for (int epoch = 0; epoch < epochs; epoch++) {
            List<TrainingRow> all = new ArrayList<>();
            for (TrainingRow row : rows) {
                all.add(random.nextInt(3) > 0 ? variation.apply(row) : row);
            }
            for (int i = 0; i < perEpoch; i++) {
                all.add(generated.get());
            }
            Collections.shuffle(all, random);
            for (TrainingRow row : all) {
                learn(row);
            }
        }
    }

    private void learn(TrainingRow row) {
        var text = new ScannedText(row.text(), Lexicon.standard());
        boolean[] active = TagWindow.active(text);
        byte[] gold = goldLabels(text, row);
        var limits = new TagLimits(text);
        obey(limits, gold);
        var features = new TagFeatures(text, slots, random.nextInt(4) == 0 ? LISTED : 0);
        int i = 0;
        while (i < active.length) {
            if (!active[i]) {
                i++;
                continue;
            }
            int from = i;
            while (i < active.length && active[i] && i - from < 256) {
                i++;
            }
            learn(features, limits, from, i - from, gold);
            step++;
        }
    }

    private void learn(TagFeatures features, TagLimits limits, int from, int count, byte[] gold) {
        var rows = new int[count][TagFeatures.COUNT];
        var kinds = new int[count];
        var emissions = new int[count * LABELS];
        for (int i = 0; i < count; i++) {
            features.of(from + i, rows[i]);
            kinds[i] = features.kind(from + i);
            for (int row : rows[i]) {
                for (int l = 0; l < LABELS; l++) {
                    emissions[i * LABELS + l] += weights[row * LABELS + l];
                }
            }
        }
        for (int i = 0; i < count; i++) {
            if (!limits.mayBegin(from + i)) {
                emissions[i * LABELS + TagModel.BEGIN_PERSON] = TagDecoder.FORBIDDEN;
            }
            if (!limits.mayContinue(from + i)) {
                emissions[i * LABELS + TagModel.IN_PERSON] = TagDecoder.FORBIDDEN;
            }
        }
        var guess = new byte[count];
        TagDecoder.decode(emissions, kinds, count, transitions, guess);
        byte[] right = Arrays.copyOfRange(gold, from, from + count);
        repair(right);
        if (Arrays.equals(guess, right)) {
            return;
        }
        for (int i = 0; i < count; i++) {
            if (guess[i] != right[i]) {
                for (int row : rows[i]) {
                    add(weights, drift, row * LABELS + right[i], 1);
                    add(weights, drift, row * LABELS + guess[i], -1);
                }
            }
            int base = kinds[i] * LABELS * LABELS;
            int rightBefore = i == 0 ? 0 : right[i - 1];
            int guessBefore = i == 0 ? 0 : guess[i - 1];
            if (rightBefore != guessBefore || right[i] != guess[i]) {
                add(transitions, transitionDrift, base + rightBefore * LABELS + right[i], 1);
                add(transitions, transitionDrift, base + guessBefore * LABELS + guess[i], -1);
            }
        }
    }

    /** What the tagger may not say it need not learn: the name goes on behind the forbidden word. */
    private static void obey(TagLimits limits, byte[] labels) {
        for (int i = 0; i < labels.length; i++) {
            boolean begins = labels[i] == TagModel.BEGIN_PERSON;
            boolean inside = labels[i] == TagModel.IN_PERSON;
            if (inside && (i == 0 || labels[i - 1] == TagModel.OUTSIDE)) {
                labels[i] = TagModel.BEGIN_PERSON;
                begins = true;
                inside = false;
            }
            if (begins && !limits.mayBegin(i) || inside && !limits.mayContinue(i)) {
                labels[i] = TagModel.OUTSIDE;
            }
        }
    }

    /** A stretch that begins inside a name begins it. */
    private static void repair(byte[] labels) {
        if (labels[0] == TagModel.IN_PERSON || labels[0] == TagModel.IN_ADDRESS) {
            labels[0]--;
        }
    }

    private void add(int[] values, long[] drifts, int index, int delta) {
        values[index] += delta;
        drifts[index] += step * delta;
    }

    private static byte[] goldLabels(ScannedText text, TrainingRow row) {
        var labels = new byte[text.count()];
        for (TrainingRow.Span span : row.spans()) {
            byte label = (byte) (span.person() ? TagModel.BEGIN_PERSON : TagModel.BEGIN_ADDRESS);
            for (int i = Math.max(0, text.tokenAt(span.start()));
                    i < labels.length && text.start(i) < span.end();
                    i++) {
                if (text.end(i) > span.start()) {
                    labels[i] = label;
                    label = (byte) (span.person() ? TagModel.IN_PERSON : TagModel.IN_ADDRESS);
                }
            }
        }
        return labels;
    }

    /** The averaged weights, scaled so that all but the outermost fit a signed byte. */
    TagModel model() {
        var averages = new double[weights.length];
        for (int i = 0; i < weights.length; i++) {
            averages[i] = weights[i] - drift[i] / (double) step;
        }
        double[] sizes = Arrays.stream(averages)
                .map(Math::abs)
                .filter(a -> a > 0)
                .sorted()
                .toArray();
        double scale = sizes.length == 0 ? 1 : 127 / sizes[(int) (sizes.length * .9995)];
        var rows = new byte[slots * TagModel.STRIDE];
        for (int slot = 0; slot < slots; slot++) {
            for (int l = 0; l < LABELS; l++) {
                long scaled = Math.round(averages[slot * LABELS + l] * scale);
                rows[slot * TagModel.STRIDE + l] = (byte) Math.clamp(scaled, -127, 127);
            }
        }
        var scaled = new int[transitions.length];
        for (int i = 0; i < scaled.length; i++) {
            double average = transitions[i] - transitionDrift[i] / (double) step;
            scaled[i] = (int) Math.clamp(Math.round(average * scale), -32000, 32000);
        }
        return new TagModel(slots, rows, scaled);
    }

    public void write(OutputStream out) throws IOException {
        model().write(out);
    }

    /** The standard scanner with the weights learnt so far. */
    public PiiScanner scanner() {
        List<PiiDetector> detectors = new ArrayList<>();
        for (PiiDetector detector : PiiScanner.families()) {
            detectors.add(detector);
        }
        detectors.add(new Names(new NameTagger(model())));
        return PiiScanner.of(detectors);
    }
}
