package io.compuerta.gateway.cli.privacy;

import io.compuerta.gateway.cli.explain.OrderedWork;
import java.io.IOException;

/**
 * Puts the pieces of each file together again: what begins inside a finding of the piece before is part of that. Not
 * thread-safe.
 */
final class ScanSink implements OrderedWork.Sink<PieceScan.Scanned> {

    private final ScanReport report;
    private final ScanTally tally;
    private Target target = Target.STANDARD_INPUT;
    private long end;

    ScanSink(ScanReport report, ScanTally tally) {
        this.report = report;
        this.tally = tally;
    }

    @Override
    public void accept(PieceScan.Scanned scanned) throws IOException {
        if (!scanned.target().equals(target)) {
            target = scanned.target();
            end = 0;
        }
        for (FileFinding finding : scanned.found()) {
            if (finding.start().offset() >= end) {
                end = finding.end().offset();
                tally.add(target, finding.found().type());
                report.found(target, finding);
            }
        }
        if (scanned.unread().isPresent()) {
            unread(scanned.unread().get());
        }
    }

    private void unread(ScanItem.Unread unread) throws IOException {
        if (unread.binary() && !unread.target().named()) {
            tally.binary();
        } else {
            tally.problem();
            report.problem(unread.target().shown(), unread.why());
        }
    }
}
