package io.compuerta.gateway.cli.privacy;

import io.compuerta.gateway.cli.ConfigOption;
import io.compuerta.gateway.cli.Home;
import io.compuerta.gateway.cli.Terminal;
import io.compuerta.gateway.cli.VersionCommand;
import io.compuerta.gateway.cli.explain.OrderedWork;
import io.compuerta.policy.privacy.PrivacyRules;
import io.compuerta.policy.privacy.RuledFinding;
import io.compuerta.policy.signal.pii.PiiType;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code privacy scan}: what the gateway's detectors find in files, without a gateway. */
@Command(
        name = "scan",
        header = "Find personal data and secrets in text files, with the detectors of the gateway.",
        description = {
            "",
            "Directories are walked; what tools made or fetched (.git, node_modules, target, ...), binary",
            "files and symbolic links are left out. Values are masked unless --show is given. Nothing leaves",
            "this machine.",
            "",
            "--json prints one object a line: {file, line, column, end_line, end_column, start, end, type,",
            "confidence, detector, masked}; columns and offsets are Unicode code points. A file that cannot be",
            "read gives {file, error}, and the exit code is 1. --sarif prints SARIF 2.1.0 for code scanning",
            "services.",
        },
        footer = {
            "",
            "Examples:",
            "  ./compuerta privacy scan notes.txt",
            "  ./compuerta privacy scan --types SECRET,IBAN --min-confidence 0.9 src/",
            "  ./compuerta privacy scan --fail-on-findings --sarif --output findings.sarif .",
            "  git diff | ./compuerta privacy scan --json - | jq .type"
        })
final class PrivacyScanCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files or directories; - is standard input.")
    private List<String> names = List.of();

    @Option(names = "--json", description = "Print findings as JSON lines.")
    private boolean asJson;

    @Option(names = "--sarif", description = "Print findings as SARIF 2.1.0.")
    private boolean asSarif;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where findings go; - is standard output, the default.")
    private String output = "-";

    @Option(
            names = "--types",
            paramLabel = "TYPE",
            split = ",",
            description = "Report only these, such as SECRET,EMAIL,IBAN. Default: all.")
    private List<String> typeNames = List.of();

    @Option(
            names = "--min-confidence",
            paramLabel = "C",
            description = "Report only findings at least this sure, 0 to 1. Default: ${DEFAULT-VALUE}.")
    private double confidence;

    @Option(names = "--show", description = "Show values as they are, not masked.")
    private boolean show;

    @Option(names = "--all", description = "Walk the directories of tools too.")
    private boolean all;

    @Option(names = "--fail-on-findings", description = "Exit with 1 when there is a finding.")
    private boolean failOnFindings;

    @Option(
            names = "--tenant",
            paramLabel = "NAME",
            description = "Whose rules in privacy.yaml hold. Default: those for everybody.")
    private String tenant = "";

    @Mixin
    private final ConfigOption config;

    PrivacyScanCommand(Terminal terminal, Home home) {
        this.terminal = terminal;
        this.config = new ConfigOption(home);
    }

    @Override
    public Integer call() throws IOException {
        if (asJson && asSarif) {
            throw usage("give either --json or --sarif, not both");
        }
        if (!(confidence >= 0 && confidence <= 1)) {
            throw usage("--min-confidence must lie between 0 and 1, not " + confidence);
        }
        Set<PiiType> types = types();
        Targets walk = new Targets(all);
        List<Target> targets = walk.find(names);
        ScanTally tally = new ScanTally();
        try (ScanOutput out = ScanOutput.open(output, targets, terminal)) {
            ScanReport report = report(out);
            for (Targets.Problem problem : walk.unreadable()) {
                tally.problem();
                report.problem(problem.shown(), problem.why());
            }
            String summary = scan(targets, types, report, tally);
            report.end(tally);
            if (terminal.live()) {
                terminal.out().flush();
                terminal.err().println(summary);
            }
        }
        return tally.problems() > 0 || failOnFindings && tally.findings() > 0 ? 1 : 0;
    }

    /** @return what was looked at and how long it took */
    private String scan(List<Target> targets, Set<PiiType> types, ScanReport report, ScanTally tally)
            throws IOException {
        TargetReader reader = new TargetReader(targets, TextFile.Cut.USUAL);
        PrivacyRules rules = config.privacy().rules(tenant);
        var work = new PieceScan(
                text -> rules.find(text).stream().map(RuledFinding::finding).toList(), types, confidence, show);
        var progress = new ScanProgress(
                terminal, targets.stream().mapToLong(Target::size).sum());
        var sink = new ScanSink(report, tally);
        new OrderedWork(Runtime.getRuntime().availableProcessors()).run(reader, work, scanned -> {
            sink.accept(scanned);
            progress.show(reader, tally);
        });
        terminal.clear();
        return progress.summary(reader, tally);
    }

    private ScanReport report(ScanOutput out) throws IOException {
        if (asJson) {
            return new JsonLinesReport(out.writer(), show);
        }
        if (asSarif) {
            return new SarifReport(out.writer(), VersionCommand.version());
        }
        boolean plain = out.toFile();
        Terminal shown = plain ? new Terminal(out.writer(), terminal.err(), false, terminal.live()) : terminal;
        return new PeopleReport(shown);
    }

    private Set<PiiType> types() {
        if (typeNames.isEmpty()) {
            return EnumSet.allOf(PiiType.class);
        }
        Set<PiiType> types = EnumSet.noneOf(PiiType.class);
        for (String name : typeNames) {
            try {
                types.add(PiiType.valueOf(name.strip().toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw usage("there is no type " + name + "; there are " + List.of(PiiType.values()));
            }
        }
        return types;
    }

    private ParameterException usage(String message) {
        CommandSpec known = java.util.Objects.requireNonNull(spec, "picocli sets it");
        return new ParameterException(known.commandLine(), message);
    }
}
