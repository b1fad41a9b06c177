package io.compuerta.policy.signal.pii;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds personal data and secrets in a text with all its detectors and keeps the best finding wherever they overlap.
 * Thread-safe and immutable; time is linear in the length of the text.
 */
public final class PiiScanner {
    private final List<PiiDetector> detectors;

    private PiiScanner(List<PiiDetector> detectors) {
        this.detectors = List.copyOf(detectors);
    }

    /** All families this package knows. */
    public static PiiScanner standard() {
        return Standard.SCANNER;
    }

    /** Only these detectors, for instance {@link #detectors()} of the standard one and some of one's own. */
    public static PiiScanner of(List<PiiDetector> detectors) {
        return new PiiScanner(detectors);
    }

    public List<PiiDetector> detectors() {
        return detectors;
    }

    /**
     * @param text any text, empty included, not null
     * @return findings in text order that do not overlap, with UTF-16 offsets that split no surrogate pair
     */
    public List<PiiFinding> scan(String text) {
        return best(candidates(ScannedText.of(text)));
    }

    /** Everything that the detectors report, in no order; where findings overlap, {@link #best} chooses. */
    public List<PiiFinding> candidates(ScannedText text) {
        List<PiiFinding> found = new ArrayList<>();
        for (PiiDetector detector : detectors) {
            detector.detect(text, finding -> Uuids.settled(text.text(), finding).ifPresent(found::add));
        }
        return found;
    }

    /** The surest of those that overlap, in text order. */
    public static List<PiiFinding> best(List<PiiFinding> candidates) {
        return candidates.isEmpty() ? List.of() : Overlaps.best(candidates);
    }

    /** Everything but the trained names, which need their weights. */
    static List<PiiDetector> families() {
        return List.of(
                new Emails(),
                new Phones(),
                new Iban(),
                new Cards(),
                BankAccounts.create(),
                SpanishIds.create(),
                LatamIds.create(),
                EuropeanIds.create(),
                UsIds.create(),
                new Network(),
                new Secrets(),
                new BirthDates(),
                Plates.create(),
                Documents.create(),
                new ContextualIds(),
                new Usernames(),
                new Addresses());
    }

    private static final class Standard {
        static final PiiScanner SCANNER = create();

        private static PiiScanner create() {
            List<PiiDetector> all = new ArrayList<>(families());
            all.add(new Names(new NameTagger(TagModel.standard())));
            return new PiiScanner(all);
        }
    }
}
