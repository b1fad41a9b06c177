package io.compuerta.gateway.cli.router;

import io.compuerta.gateway.cli.CommandFailure;
import io.compuerta.gateway.cli.ConfigOption;
import io.compuerta.gateway.cli.Home;
import io.compuerta.gateway.cli.LedgerOption;
import io.compuerta.gateway.cli.Terminal;
import io.compuerta.policy.calibrate.Calibrations;
import io.compuerta.policy.calibrate.Evaluation;
import io.compuerta.policy.signal.complexity.ComplexityScorer;
import java.io.IOException;
import java.time.Clock;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "evaluate",
        header = "Compare complexity scores with what people found, beside length and chance.",
        description = {
            "",
            "From the ledger: chats that the local model answered and somebody rated (POST /v1/feedback); a rating of 0",
            "counts as a local answer that was worse, one of 1 as one that was not. From a file: one JSON object a line,",
            "  {id, text or messages or score, local, premium, tenant?}",
            "with the judged quality of both models' answers. Brier: mean squared distance, 0 is best. AUC and APGR",
            "(share of the quality gap recovered, RouteLLM): 0.5 is chance."
        },
        footer = {
            "",
            "Examples:",
            "  ./compuerta router evaluate --tenant acme --since 30d",
            "  ./compuerta router evaluate --from judged.jsonl --json"
        })
final class RouterEvaluateCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private final ConfigOption config;

    @Mixin
    private final LedgerOption source;

    @Option(
            names = "--threshold",
            paramLabel = "T",
            description = "At or below it requests stay here. Default: ${DEFAULT-VALUE}.")
    private double threshold = ComplexityScorer.DEFAULT_THRESHOLD;

    @Option(names = "--json", description = "Print everything as JSON.")
    private boolean asJson;

    RouterEvaluateCommand(Terminal terminal, Home home) {
        this.terminal = terminal;
        this.config = new ConfigOption(home);
        this.source = new LedgerOption(home);
    }

    @Override
    public Integer call() throws IOException {
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new CommandFailure("--threshold must lie between 0 and 1, not " + threshold);
        }
        Ratings ratings = Ratings.read(source, terminal, Clock.systemUTC());
        if (ratings.scores().isEmpty()) {
            throw new CommandFailure("nothing rated was found in " + source.source() + ratings.leftOut()
                    + "; apps rate answers with POST /v1/feedback");
        }
        Calibrations calibrations = config.calibrations();
        Evaluation found = Evaluation.of(ratings.inForce(calibrations), threshold);
        if (asJson) {
            terminal.out().println(json(ratings, found, calibrations));
        } else {
            new EvaluationPage(terminal).print(ratings, found);
            calibrations
                    .byTenant()
                    .forEach((tenant, known) ->
                            terminal.out().println("  A calibration is in force for " + tenant + ": " + known));
        }
        return 0;
    }

    private static String json(Ratings ratings, Evaluation found, Calibrations calibrations) {
        JsonMapper json = JsonMapper.builder().build();
        ObjectNode root = json.createObjectNode();
        root.put("rated", found.rated());
        root.put("from", ratings.from().toString()).put("to", ratings.to().toString());
        ObjectNode leftOut = root.putObject("left_out");
        ratings.leftOut().forEach(leftOut::put);
        root.put("worse", found.worse());
        root.put("brier", found.fit().brier()).put("log_loss", found.fit().logLoss());
        root.put("calibration_error", found.calibrationError());
        put(root, "auc", found.auc());
        put(root, "apgr", found.apgr());
        root.put("threshold", found.threshold()).put("local_share", found.localShare());
        put(root, "worse_locally", found.worseLocally());
        ObjectNode baselines = root.putObject("baselines");
        found.baselines().forEach(baseline -> {
            ObjectNode node = baselines.putObject(baseline.name());
            put(node, "brier", baseline.brier());
            put(node, "auc", baseline.auc());
            put(node, "apgr", baseline.apgr());
        });
        var table = root.putArray("table");
        found.table()
                .forEach(bin -> table.addObject()
                        .put("from", bin.from())
                        .put("to", bin.to())
                        .put("count", bin.count())
                        .put("forecast", bin.forecast())
                        .put("came", bin.came()));
        ObjectNode inForce = root.putObject("calibrations");
        calibrations.byTenant().forEach((tenant, known) -> inForce.put(tenant, known.toString()));
        return json.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }

    private static void put(ObjectNode node, String name, OptionalDouble value) {
        if (value.isPresent()) {
            node.put(name, value.getAsDouble());
        } else {
            node.putNull(name);
        }
    }
}
