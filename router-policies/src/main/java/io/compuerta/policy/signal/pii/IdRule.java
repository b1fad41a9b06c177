package io.compuerta.policy.signal.pii;

import java.util.function.Predicate;

/**
 * One identifier: its shape, its checksum, the words that announce it, and how sure each combination makes us. A
 * confidence of 0 means the combination is no finding.
 *
 * @param type         what it identifies
 * @param mask         its shape
 * @param check        true for a compacted upper-case value with the right check characters and plausible parts
 * @param cues         {@link Cue} bits of the words that announce it
 * @param bare         confidence of a valid value without such a word
 * @param cued         confidence of a valid value after such a word
 * @param cuedInvalid  confidence of an invalid value after such a word: people mistype, and it is still theirs
 */
record IdRule(
        PiiType type, Mask mask, Predicate<String> check, long cues, double bare, double cued, double cuedInvalid) {

    static IdRule of(PiiType type, String mask, Predicate<String> check, double bare, double cued, Cue... cues) {
        return new IdRule(type, Mask.of(mask), check, Cue.of(cues), bare, cued, 0);
    }

    IdRule orInvalid(double confidence) {
        return new IdRule(type, mask, check, cues, bare, cued, confidence);
    }
}
