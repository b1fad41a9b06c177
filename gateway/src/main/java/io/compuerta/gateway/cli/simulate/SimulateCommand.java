package io.compuerta.gateway.cli.simulate;

import io.compuerta.gateway.cli.CommandFailure;
import io.compuerta.gateway.cli.ConfigOption;
import io.compuerta.gateway.cli.ConfiguredModels;
import io.compuerta.gateway.cli.Home;
import io.compuerta.gateway.cli.LedgerOption;
import io.compuerta.gateway.cli.Terminal;
import io.compuerta.gateway.cli.explain.TrafficLines;
import io.compuerta.gateway.config.ConfigFiles;
import io.compuerta.policy.decide.Fleet;
import io.compuerta.policy.money.PriceBook;
import io.compuerta.policy.money.PriceReader;
import io.compuerta.policy.money.TokenCount;
import io.compuerta.policy.money.TokenUsage;
import io.compuerta.policy.rule.CompiledPolicy;
import io.compuerta.policy.rule.PolicyCompiler;
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
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.MatchResult;
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

    /** Users are known by a digest; the others were written down nowhere, and stand at their quiet values. */
    private static final Pattern NOT_IN_THE_LEDGER = Pattern.compile(
            "\\b(user|task|turns|outputTokens|contextTokens|jsonSchema|budgetLeft|localQueue|localWaitMs|healthy)\\b");

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
        ConfiguredModels models = ConfiguredModels.of(files);
        CompiledPolicy before = PolicyCompiler.compile(
                files.shown(ConfigFiles.POLICIES), files.text(ConfigFiles.POLICIES), clock, models.catalogue());
        CompiledPolicy after = PolicyCompiler.compile(policies.toString(), text(policies), clock, models.catalogue());
        PriceBook prices = files.optionalText(ConfigFiles.PRICES)
                .map(text -> PriceReader.read(files.shown(ConfigFiles.PRICES), text))
                .orElseGet(PriceBook::empty);
        Simulation simulation = new Simulation(before, after, fleet(models, prices), prices);
        Replay replay = new Replay(simulation::add);
        Moments moments = new Moments(clock.getZone(), models.healthy());
        String source =
                traffic.isLedger() ? ledger(new LedgerTraffic(replay, moments), before, after) : file(replay, moments);
        Outcome outcome = new Outcome(source, before, after, replay, simulation.result());
        if (asJson) {
            terminal.out().println(new OutcomeJson().write(outcome));
        } else {
            new OutcomePage(terminal).print(outcome);
        }
        return 0;
    }

    private Fleet fleet(ConfiguredModels models, PriceBook prices) {
        return new Fleet(
                models.availability(),
                (model, prompt, completion) -> prices.cost(
                                model, TokenUsage.of(prompt, completion), TokenCount.ESTIMATED, clock.instant())
                        .amount()
                        .map(usd -> OptionalLong.of(usd.value()))
                        .orElse(OptionalLong.empty()),
                Fleet.Loads.IDLE);
    }

    private String ledger(LedgerTraffic calls, CompiledPolicy before, CompiledPolicy after) {
        Set<String> unknown = new TreeSet<>(notInTheLedger(before));
        unknown.addAll(notInTheLedger(after));
        if (!unknown.isEmpty()) {
            terminal.err()
                    .println("compuerta: the ledger does not hold what conditions ask of " + String.join(", ", unknown)
                            + "; their rules may be replayed wrongly");
        }
        Instant since = traffic.since(clock, USUAL);
        traffic.ledger().chats(since, traffic.tenant(), calls::add);
        return "the ledger since " + since.truncatedTo(ChronoUnit.MINUTES)
                + traffic.tenant().map(tenant -> ", tenant " + tenant).orElse("");
    }

    private static List<String> notInTheLedger(CompiledPolicy policy) {
        return policy.document().rules().stream()
                .flatMap(rule -> rule.when().stream())
                .flatMap(when -> NOT_IN_THE_LEDGER.matcher(when).results())
                .map(MatchResult::group)
                .toList();
    }

    private String file(Replay replay, Moments moments) throws IOException {
        FileTraffic lines = new FileTraffic(replay, traffic.tenant(), clock.instant(), moments);
        try (TrafficLines reader = new TrafficLines(traffic.dataDirectory(), config.calibrations(), config.privacy())) {
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
