package io.compuerta.gateway.cli.simulate;

import io.compuerta.gateway.cli.CommandFailure;
import io.compuerta.gateway.cli.ConfigOption;
import io.compuerta.gateway.cli.ConfiguredModels;
import io.compuerta.gateway.cli.Home;
import io.compuerta.gateway.cli.LedgerOption;
import io.compuerta.gateway.cli.Terminal;
import io.compuerta.gateway.cli.explain.TrafficLines;
import io.compuerta.gateway.config.ConfigFiles;
import io.compuerta.policy.money.PriceBook;
import io.compuerta.policy.money.PriceReader;
import io.compuerta.policy.rule.CompiledPolicy;
import io.compuerta.policy.rule.PolicyCompiler;
import io.compuerta.policy.rule.PolicyRule;
import io.compuerta.policy.simulate.Simulation;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code policy simulate}. */
@Command(
        name = "simulate",
        header = "Show what a new policy would have done with the traffic of the past. No model is called.",
        description = {
            "",
            "Puts each request to policies.yaml and to the new policy: what stays here, what it costs, what goes",
            "elsewhere and by which rule. The ledger keeps each request's signals and tokens, no text. A request that",
            "would go to another model is priced by its recorded tokens: an estimate. Every model of providers.yaml",
            "counts as available. Where a price or tokens are not known, the cost is unknown.",
            "",
            "A file holds one JSON object a line, and the detectors of 'explain' read its text:",
            "  {id, text or messages, model?, tenant?, user?, at?, usage?: {prompt_tokens, completion_tokens}}"
        },
        footer = {
            "",
            "Examples:",
            "  ./compuerta policy simulate --policies new.yaml",
            "  ./compuerta policy simulate --policies new.yaml --since 7d --tenant acme",
            "  ./compuerta policy simulate --policies new.yaml --from traffic.jsonl --json"
        })
public final class SimulateCommand implements Callable<Integer> {

    private static final Duration USUAL = Duration.ofHours(24);
    private static final Pattern USER = Pattern.compile("\\buser\\b");

    private final Terminal terminal;
    private final Clock clock;

    @Mixin
    private final ConfigOption config;

    @Mixin
    private final LedgerOption traffic;

    @Option(names = "--policies", paramLabel = "FILE", required = true, description = "The new policy.")
    private Path policies = Path.of("");

    @Option(names = "--json", description = "Print everything as JSON.")
    private boolean asJson;

    public SimulateCommand(Terminal terminal, Home home) {
        this(terminal, home, Clock.system(ZoneId.systemDefault()));
    }

    SimulateCommand(Terminal terminal, Home home, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
        this.config = new ConfigOption(home);
        this.traffic = new LedgerOption(home);
    }

    @Override
    public Integer call() throws IOException {
        ConfigFiles files = config.files();
        CompiledPolicy before =
                PolicyCompiler.compile(files.shown(ConfigFiles.POLICIES), files.text(ConfigFiles.POLICIES), clock);
        CompiledPolicy after = PolicyCompiler.compile(policies.toString(), text(policies), clock);
        PriceBook prices = files.optionalText(ConfigFiles.PRICES)
                .map(text -> PriceReader.read(files.shown(ConfigFiles.PRICES), text))
                .orElseGet(PriceBook::empty);
        Simulation simulation = new Simulation(before, after, ConfiguredModels.of(files), prices);
        Replay replay = new Replay(simulation::add);
        String source = traffic.isLedger() ? ledger(replay, before, after) : file(replay, before);
        Outcome outcome = new Outcome(source, before, after, replay, simulation.result());
        if (asJson) {
            terminal.out().println(new OutcomeJson().write(outcome));
        } else {
            new OutcomePage(terminal).print(outcome);
        }
        return 0;
    }

    private String ledger(Replay replay, CompiledPolicy before, CompiledPolicy after) {
        if (looksAtUsers(before) || looksAtUsers(after)) {
            terminal.err()
                    .println("compuerta: a condition looks at 'user', whom the ledger knows by a digest only;"
                            + " its rule may be replayed wrongly");
        }
        Instant since = traffic.since(clock, USUAL);
        LedgerTraffic calls = new LedgerTraffic(replay, clock.getZone());
        traffic.ledger().chats(since, traffic.tenant(), calls::add);
        return "the ledger since " + since.truncatedTo(ChronoUnit.MINUTES)
                + traffic.tenant().map(tenant -> ", tenant " + tenant).orElse("");
    }

    private static boolean looksAtUsers(CompiledPolicy policy) {
        return policy.document().rules().stream()
                .map(PolicyRule::when)
                .anyMatch(when -> when.filter(text -> USER.matcher(text).find()).isPresent());
    }

    private String file(Replay replay, CompiledPolicy policy) throws IOException {
        FileTraffic lines = new FileTraffic(replay, traffic.tenant(), clock.instant(), clock.getZone());
        try (TrafficLines reader = new TrafficLines(traffic.dataDirectory(), config.calibrations(), policy)) {
            TrafficLines.Tally tally = reader.read(traffic.file(), lines::add);
            tally.problems().forEach(problem -> terminal.err().println("compuerta: " + problem));
            for (long i = 0; i < tally.unusable(); i++) {
                replay.leaveOut("lines that could not be read");
            }
        }
        return traffic.source();
    }

    private static String text(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new CommandFailure("there is no file " + file + "; --policies names the new policy");
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new CommandFailure(file + " is not valid UTF-8");
        }
    }
}
