package io.compuerta.gateway.cli.router;

import io.compuerta.gateway.cli.Terminal;
import io.compuerta.policy.calibrate.Evaluation;
import java.util.Locale;
import java.util.OptionalDouble;

/** An evaluation for people's eyes. */
final class EvaluationPage {

    private static final String COMPARED = "  %-14s %8s %8s %8s%n";
    private static final String BIN = "  %-14s %8d %8.2f %8.2f%n";

    private final Terminal terminal;

    EvaluationPage(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(Ratings ratings, Evaluation found) {
        line("");
        line("  " + terminal.bold(String.format(Locale.ROOT, "%,d rated requests", found.rated())) + ", "
                + ratings.from() + " to " + ratings.to());
        ratings.leftOut().forEach((why, count) -> line(terminal.faint("  left out: " + count + " " + why)));
        line("");
        print(COMPARED, "", "Brier", "AUC", "APGR");
        print(
                COMPARED,
                "complexity",
                shown(OptionalDouble.of(found.fit().brier())),
                shown(found.auc()),
                shown(found.apgr()));
        for (Evaluation.Baseline baseline : found.baselines()) {
            print(COMPARED, baseline.name(), shown(baseline.brier()), shown(baseline.auc()), shown(baseline.apgr()));
        }
        line("");
        print("  %-14s %8s %8s %8s%n", "forecast", "requests", "mean", "came");
        for (Evaluation.Bin bin : found.table()) {
            print(
                    BIN,
                    String.format(Locale.ROOT, "%.1f to %.1f", bin.from(), bin.to()),
                    bin.count(),
                    bin.forecast(),
                    bin.came());
        }
        line(String.format(Locale.ROOT, "  mean distance of forecast and what came: %.3f", found.calibrationError()));
        line("");
        line(String.format(Locale.ROOT, "  At %.2f, %.1f %% stay here", found.threshold(), 100 * found.localShare())
                + (found.worseLocally().isPresent()
                        ? String.format(
                                Locale.ROOT,
                                "; the local answer was worse for %.1f %% of those, and for %.1f %% of all.",
                                100 * found.worseLocally().getAsDouble(),
                                100 * found.worse())
                        : "."));
        line("");
    }

    static String shown(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.3f", value.getAsDouble()) : "-";
    }

    private void print(String format, Object... values) {
        terminal.out().print(String.format(Locale.ROOT, format, values));
    }

    private void line(String text) {
        terminal.out().println(text);
    }
}
