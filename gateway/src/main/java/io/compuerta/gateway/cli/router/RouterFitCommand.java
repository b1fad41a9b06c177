package io.compuerta.gateway.cli.router;

import io.compuerta.gateway.cli.CommandFailure;
import io.compuerta.gateway.cli.Home;
import io.compuerta.gateway.cli.LedgerOption;
import io.compuerta.gateway.cli.Terminal;
import io.compuerta.policy.calibrate.CalibrationFile;
import io.compuerta.policy.calibrate.CalibrationTrial;
import io.compuerta.policy.calibrate.Calibrations;
import io.compuerta.policy.calibrate.TenantCalibration;
import io.compuerta.policy.signal.complexity.ComplexityScorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "fit",
        header = "Fit a correction of complexity scores to a tenant's ratings, and write it to a file.",
        description = {
            "",
            "Takes what 'router evaluate' takes. The correction is a slope and an intercept on the logit scale, pulled",
            "towards the shipped score, and is tried on requests it has not seen (five folds). Unless that shows it",
            "helps, nothing is written. The gateway uses the file only when config/application.yaml names it:",
            "  compuerta.routing.calibration: calibration.yaml",
            "Other tenants' corrections in the file stay."
        },
        footer = {
            "",
            "Examples:",
            "  ./compuerta router fit --tenant acme --output config/calibration.yaml",
            "  ./compuerta router fit --tenant acme --from judged.jsonl --output config/calibration.yaml"
        })
final class RouterFitCommand implements Callable<Integer> {

    private static final int LEAST_MINIMUM = 50;

    /** Of each outcome: a correction for what never happens cannot be told from luck. */
    private static final int LEAST_OF_EACH = 20;

    private final Terminal terminal;

    @Mixin
    private final LedgerOption source;

    @Option(names = "--output", paramLabel = "FILE", required = true, description = "The file to write.")
    private Path output = Path.of("");

    @Option(
            names = "--minimum",
            paramLabel = "N",
            description = "Fewest rated requests, at least " + LEAST_MINIMUM + ". Default: ${DEFAULT-VALUE}.")
    private int minimum = 200;

    RouterFitCommand(Terminal terminal, Home home) {
        this.terminal = terminal;
        this.source = new LedgerOption(home);
    }

    @Override
    public Integer call() throws IOException {
        String tenant = source.tenant()
                .orElseThrow(() -> new CommandFailure("--tenant NAME is needed: ratings differ between tenants"));
        if (minimum < LEAST_MINIMUM) {
            throw new CommandFailure("--minimum must be at least " + LEAST_MINIMUM + ", not " + minimum);
        }
        Ratings ratings = Ratings.read(source, terminal, Clock.systemUTC());
        requireEnough(tenant, ratings);
        CalibrationTrial trial = CalibrationTrial.of(ratings.scores());
        show(tenant, ratings, trial);
        if (!trial.helps()) {
            terminal.out().println("  It does not help by more than chance would have it: nothing is written.");
            return 1;
        }
        write(tenant, ratings, trial);
        return 0;
    }

    private void requireEnough(String tenant, Ratings ratings) {
        int rated = ratings.scores().size();
        if (rated < minimum) {
            throw new CommandFailure("tenant '" + tenant + "' has " + rated + " rated requests in " + source.source()
                    + ", and at least " + minimum + " are needed"
                    + (ratings.leftOut().isEmpty() ? "" : "; left out: ")
                    + String.join(
                            ", ",
                            ratings.leftOut().entrySet().stream()
                                    .map(entry -> entry.getValue() + " " + entry.getKey())
                                    .toList()));
        }
        long worse = ratings.scores().stream().filter(one -> one.worse() >= 0.5).count();
        if (Math.min(worse, rated - worse) < LEAST_OF_EACH) {
            throw new CommandFailure("of " + rated + " rated requests " + worse + " went badly; at least "
                    + LEAST_OF_EACH + " of each outcome are needed");
        }
    }

    private void show(String tenant, Ratings ratings, CalibrationTrial trial) {
        String format = "  %-16s %8.4f %10.4f%n";
        terminal.out().println();
        terminal.out()
                .println("  " + terminal.bold(tenant) + ": " + trial.rated() + " rated requests, " + ratings.from()
                        + " to " + ratings.to());
        ratings.leftOut()
                .forEach((why, count) -> terminal.out().println(terminal.faint("  left out: " + count + " " + why)));
        terminal.out().print(String.format(Locale.ROOT, "  %-16s %8s %10s%n", "", "Brier", "log loss"));
        terminal.out()
                .print(String.format(
                        Locale.ROOT,
                        format,
                        "shipped",
                        trial.before().brier(),
                        trial.before().logLoss()));
        terminal.out()
                .print(String.format(
                        Locale.ROOT,
                        format,
                        "cross-validated",
                        trial.after().brier(),
                        trial.after().logLoss()));
        terminal.out()
                .println(String.format(
                        Locale.ROOT,
                        "  slope %.3f, intercept %+.3f; Brier falls by %.4f, standard error %.4f",
                        trial.curve().slope(),
                        trial.curve().intercept(),
                        trial.gain(),
                        trial.gainError()));
    }

    private void write(String tenant, Ratings ratings, CalibrationTrial trial) throws IOException {
        Calibrations known = Files.exists(output)
                ? CalibrationFile.read(output.toString(), Files.readString(output), ComplexityScorer.version())
                : Calibrations.none();
        TenantCalibration fitted = new TenantCalibration(
                trial.curve(),
                ComplexityScorer.version(),
                LocalDate.now(Clock.system(ZoneOffset.UTC)),
                ratings.from(),
                ratings.to(),
                trial.rated(),
                trial.before(),
                trial.after());
        try {
            Files.writeString(output, CalibrationFile.write(known.with(tenant, fitted)));
        } catch (IOException e) {
            throw new CommandFailure("cannot write " + output + " ("
                    + e.getClass().getSimpleName() + "); name a file in a directory that exists and is writable");
        }
        known.of(tenant).ifPresent(old -> terminal.out().println("  It takes the place of: " + old));
        terminal.out()
                .println("  Written to " + output
                        + ". It is in force when config/application.yaml says compuerta.routing.calibration and the"
                        + " gateway starts again.");
    }
}
