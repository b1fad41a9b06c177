package io.compuerta.gateway.cli;

import io.compuerta.gateway.config.ConfigFiles;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.rule.CompiledPolicy;
import io.compuerta.policy.rule.PolicyCompiler;
import io.compuerta.policy.share.ShareController;
import io.compuerta.policy.share.ShareGoal;
import io.compuerta.policy.share.ShareReplay;
import io.compuerta.policy.share.ShareSteering;
import io.compuerta.policy.signal.complexity.ComplexityScorer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code policy share}: what the policy's share would have made of requests that are already scored. */
@Command(
        name = "share",
        header = "Replay scored requests, in their order, through the share that policies.yaml asks for.",
        description = {
            "",
            "It reads the lines that 'explain' wrote, or plain {\"id\": .., \"score\": ..}, and says how much would have",
            "stayed local, where the threshold went and when the scores drifted. No model is called."
        },
        footer = {
            "",
            "Examples:",
            "  ./compuerta explain --input questions.jsonl --output explained.jsonl",
            "  ./compuerta policy share --scores explained.jsonl",
            "  ./compuerta policy share --scores explained.jsonl --window 1000 --json"
        })
final class PolicyShareCommand implements Callable<Integer> {

    private static final int POINTS_EVERY = 500;

    private final Terminal terminal;
    private final JsonMapper json = JsonMapper.builder().build();

    @Mixin
    private final ConfigOption config;

    @Option(names = "--scores", paramLabel = "FILE", required = true, description = "JSON lines, oldest first.")
    private Path scores = Path.of("");

    @Option(
            names = "--window",
            paramLabel = "N",
            description = "Watch the share of every N requests in a row. Default: ${DEFAULT-VALUE}.",
            defaultValue = "2000")
    private int window;

    @Option(
            names = "--skip",
            paramLabel = "N",
            description = "Leave out windows that begin among the first N. Default: ${DEFAULT-VALUE}.",
            defaultValue = "500")
    private int skip;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Of the chances that part equal scores. Default: ${DEFAULT-VALUE}.",
            defaultValue = "1")
    private long seed;

    @Option(names = "--json", description = "Print JSON.")
    private boolean asJson;

    PolicyShareCommand(Terminal terminal, Home home) {
        this.terminal = terminal;
        this.config = new ConfigOption(home);
    }

    @Override
    public Integer call() throws IOException {
        if (window < 1 || skip < 0) {
            throw new CommandFailure("--window must be at least 1 and --skip at least 0");
        }
        ShareGoal goal = goal();
        ShareController controller =
                new ShareController(goal, ComplexityScorer.DEFAULT_THRESHOLD, new SplittableRandom(seed));
        ShareReplay replay = new ShareReplay(controller, window, skip, POINTS_EVERY);
        read(replay);
        SharePrinter printer = new SharePrinter(replay.report(), window, skip);
        terminal.out().println(asJson ? json.writeValueAsString(printer.json(json)) : printer.text());
        return 0;
    }

    private ShareGoal goal() {
        ConfigFiles files = config.files();
        String shown = files.shown(ConfigFiles.POLICIES);
        CompiledPolicy policy =
                PolicyCompiler.compile(shown, files.text(ConfigFiles.POLICIES), Clock.system(ZoneId.systemDefault()));
        return policy.document()
                .share()
                .orElseThrow(() ->
                        new CommandFailure(shown + " asks for no share; add a section such as share: { local: 0.80 }"));
    }

    private void read(ShareReplay replay) throws IOException {
        if (!Files.isRegularFile(scores)) {
            throw new CommandFailure("there is no file " + scores + "; name one that 'explain' wrote");
        }
        try (BufferedReader lines = Files.newBufferedReader(scores)) {
            String line = lines.readLine();
            for (long number = 1; line != null; number++) {
                if (!line.isBlank()) {
                    request(parse(line, number), number, replay);
                }
                line = lines.readLine();
            }
        }
    }

    private JsonNode parse(String line, long number) {
        try {
            return json.readTree(line);
        } catch (JacksonException e) {
            // The parser's own message quotes the line.
            throw new CommandFailure(scores + ":" + number + ": not valid JSON");
        }
    }

    /** A line of {@code explain} says by its reason whether the threshold decides; plain scores all count. */
    private void request(JsonNode line, long number, ShareReplay replay) {
        JsonNode route = line.path("route");
        if (route.isObject() && !route.path("reason").asString("").contains(ShareSteering.MARK)) {
            Optional<ModelId> model = ModelId.find(route.path("model").asString(""));
            // A refused request went nowhere.
            model.ifPresent(known -> replay.passed(known.isLocal()));
            return;
        }
        JsonNode score =
                line.has("score") ? line.path("score") : line.path("complexity").path("score");
        if (!score.isNumber() || score.doubleValue() < 0 || score.doubleValue() > 1) {
            throw new CommandFailure(scores + ":" + number + ": no score from 0 to 1 in 'complexity.score' or 'score'");
        }
        replay.eligible(score.doubleValue());
    }
}
