package io.compuerta.gateway.cli.privacy;

import io.compuerta.gateway.cli.Terminal;
import io.compuerta.policy.signal.pii.PiiType;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A line for each finding and a table at the end. */
final class PeopleReport implements ScanReport {

    private final Terminal terminal;
    private final PrintWriter out;

    PeopleReport(Terminal terminal) {
        this.terminal = terminal;
        this.out = terminal.out();
    }

    @Override
    public void found(Target target, FileFinding finding) {
        terminal.clear();
        Excerpt excerpt = finding.excerpt();
        out.println(terminal.bold(Printable.of(target.shown()))
                + terminal.faint(
                        ":" + finding.start().line() + ":" + finding.start().column() + ": ")
                + terminal.warning(finding.found().type().name())
                + terminal.faint(String.format(
                        Locale.ROOT,
                        " %.2f %s",
                        finding.found().confidence(),
                        finding.found().detector())));
        out.println("    " + excerpt.before() + terminal.bad(excerpt.value()) + excerpt.after());
    }

    @Override
    public void problem(String shown, String why) {
        terminal.clear();
        terminal.err().println("compuerta: " + Printable.of(shown) + " " + why);
    }

    @Override
    public void end(ScanTally tally) {
        terminal.clear();
        if (tally.findings() == 0) {
            out.println(terminal.good("no personal data or secrets found"));
            out.flush();
            return;
        }
        List<Map.Entry<PiiType, ScanTally.Count>> counts = tally.counts().entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<PiiType, ScanTally.Count> entry) ->
                                entry.getValue().findings())
                        .reversed()
                        .thenComparing(Map.Entry::getKey))
                .toList();
        out.println();
        out.println(terminal.faint(String.format(Locale.ROOT, "  %-16s %9s %7s", "type", "findings", "files")));
        counts.forEach(entry -> out.println(String.format(
                Locale.ROOT,
                "  %-16s %,9d %,7d",
                entry.getKey(),
                entry.getValue().findings(),
                entry.getValue().files())));
        out.println(terminal.bold(
                String.format(Locale.ROOT, "  %-16s %,9d %,7d", "together", tally.findings(), tally.filesHit())));
        out.flush();
    }
}
