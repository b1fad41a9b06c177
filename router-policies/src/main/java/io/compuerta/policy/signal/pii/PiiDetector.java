package io.compuerta.policy.signal.pii;

import java.util.function.Consumer;

/**
 * Finds one family of personal data. Implementations are thread-safe, hold no state between texts and take time linear
 * in the text whatever it holds: text comes from strangers.
 */
public interface PiiDetector {

    /** The family, as {@link PiiFinding#detector()} reports it. */
    String name();

    /**
     * Reports everything of the family. Findings may overlap each other and those of other detectors;
     * {@link PiiScanner} keeps the best.
     *
     * @param text  the text, cut into words and numbers
     * @param found takes each finding, in any order
     */
    void detect(ScannedText text, Consumer<PiiFinding> found);
}
