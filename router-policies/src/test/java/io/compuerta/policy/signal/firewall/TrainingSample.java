package io.compuerta.policy.signal.firewall;

import java.util.Arrays;
import java.util.Set;

/** A view of a text as its features, sorted by the word at which they end. */
final class TrainingSample {

    private static final int BUCKET_MASK = Evidence.BUCKETS - 1;

    final Words words;
    final int[] first;
    final int[] features;
    final double label;
    final double weight;
    final int[] disguises;
    final Bag bag;
    final Bag profile;

    /** Features of a whole text, of unit length together. */
    record Bag(int[] buckets, float[] values) {

        static Bag of(Tally tally) {
            int[] buckets = new int[tally.size()];
            float[] values = new float[tally.size()];
            double length = tally.length();
            for (int i = 0; i < buckets.length; i++) {
                buckets[i] = tally.bucket(i);
                values[i] = (float) (tally.value(i) / length);
            }
            return new Bag(buckets, values);
        }
    }

    private TrainingSample(
            Words words,
            int[] first,
            int[] features,
            double label,
            double weight,
            int[] disguises,
            Bag bag,
            Bag profile) {
        this.words = words;
        this.first = first;
        this.features = features;
        this.label = label;
        this.weight = weight;
        this.disguises = disguises;
        this.bag = bag;
        this.profile = profile;
    }

    static TrainingSample of(Evidence evidence, Set<Trick> tricks, double label, double weight) {
        Collector collector = new Collector();
        evidence.emitMeaning(collector);
        evidence.emitPieces(collector);
        Tally tally = Tally.ofWords(evidence.words().count());
        evidence.emitMeaning(tally);
        evidence.emitPieces(tally);
        Tally ideas = Tally.ofProfile();
        evidence.emitProfile(ideas);
        int count = evidence.words().count();
        int[] first = new int[count + 1];
        for (int i = 0; i < collector.size; i++) {
            first[collector.words[i] + 1]++;
        }
        for (int w = 0; w < count; w++) {
            first[w + 1] += first[w];
        }
        int[] next = Arrays.copyOf(first, count);
        int[] features = new int[collector.size];
        for (int i = 0; i < collector.size; i++) {
            features[next[collector.words[i]]++] = collector.features[i];
        }
        int[] disguises = tricks.stream().sorted().mapToInt(Evidence::bucket).toArray();
        return new TrainingSample(
                evidence.words(), first, features, label, weight, disguises, Bag.of(tally), Bag.of(ideas));
    }

    static int bucket(int feature) {
        return feature & BUCKET_MASK;
    }

    /** Values are eighths, kept above the bucket's bits. */
    static float value(int feature) {
        return (feature >>> Evidence.BITS) / 8f;
    }

    private static final class Collector implements Evidence.Sink {
        private int[] words = new int[256];
        private int[] features = new int[256];
        private int size;

        @Override
        public void add(int word, int bucket, float value) {
            if (size == words.length) {
                words = Arrays.copyOf(words, size * 2);
                features = Arrays.copyOf(features, size * 2);
            }
            words[size] = word;
            features[size++] = bucket | Math.round(value * 8) << Evidence.BITS;
        }
    }
}
