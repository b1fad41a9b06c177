package io.compuerta.gateway.cli.privacy;

import io.compuerta.policy.signal.pii.PiiFinding;
import io.compuerta.policy.signal.pii.PiiType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Looks through one piece of a file. Thread-safe if the detector is. */
final class PieceScan implements Function<ScanItem, PieceScan.Scanned> {

    private final Function<String, List<PiiFinding>> detector;
    private final Set<PiiType> types;
    private final double confidence;
    private final boolean show;

    /**
     * @param types      what is asked for
     * @param confidence the least that counts
     * @param show       whether excerpts show values
     */
    PieceScan(Function<String, List<PiiFinding>> detector, Set<PiiType> types, double confidence, boolean show) {
        this.detector = detector;
        this.types = types;
        this.confidence = confidence;
        this.show = show;
    }

    /**
     * @param found in the order of the text
     * @param unread why the rest of the target could not be read
     */
    record Scanned(Target target, List<FileFinding> found, Optional<ScanItem.Unread> unread) {}

    @Override
    public Scanned apply(ScanItem item) {
        return switch (item) {
            case ScanItem.Piece piece -> new Scanned(piece.target(), found(piece), Optional.empty());
            case ScanItem.Unread unread -> new Scanned(unread.target(), List.of(), Optional.of(unread));
        };
    }

    private List<FileFinding> found(ScanItem.Piece piece) {
        List<PiiFinding> all = detector.apply(piece.text());
        List<FileFinding> found = new ArrayList<>();
        Place place = piece.start();
        int at = 0;
        for (int i = 0; i < all.size(); i++) {
            PiiFinding finding = all.get(i);
            if (finding.start() < piece.from() || finding.start() >= piece.to() || !isWanted(finding)) {
                continue;
            }
            Place start = place.after(piece.text(), at, finding.start());
            Place end = start.after(piece.text(), finding.start(), finding.end());
            place = end;
            at = finding.end();
            String value = piece.text().substring(finding.start(), finding.end());
            found.add(new FileFinding(
                    finding,
                    start,
                    end,
                    ValueMask.of(finding.type(), value),
                    value,
                    Excerpt.of(piece.text(), all, i, show)));
        }
        return found;
    }

    private boolean isWanted(PiiFinding finding) {
        return types.contains(finding.type()) && finding.confidence() >= confidence;
    }
}
