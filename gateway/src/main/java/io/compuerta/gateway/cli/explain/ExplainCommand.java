package io.compuerta.gateway.cli.explain;

import io.compuerta.gateway.cli.CommandFailure;
import io.compuerta.gateway.cli.ConfigOption;
import io.compuerta.gateway.cli.ConfiguredModels;
import io.compuerta.gateway.cli.Home;
import io.compuerta.gateway.cli.Terminal;
import io.compuerta.gateway.config.ConfigFiles;
import io.compuerta.gateway.decide.Foreseen;
import io.compuerta.gateway.explain.Explainer;
import io.compuerta.gateway.explain.Explanation;
import io.compuerta.gateway.explain.ExplanationJson;
import io.compuerta.gateway.explain.Question;
import io.compuerta.gateway.explain.QuestionSignals;
import io.compuerta.gateway.firewall.Detector;
import io.compuerta.gateway.firewall.FirewallFile;
import io.compuerta.gateway.firewall.FirewallPolicy;
import io.compuerta.gateway.firewall.FirewallPreview;
import io.compuerta.policy.decide.Facts;
import io.compuerta.policy.decide.Fleet;
import io.compuerta.policy.decide.PolicySet;
import io.compuerta.policy.decide.Situation;
import io.compuerta.policy.money.PriceBook;
import io.compuerta.policy.money.PriceReader;
import io.compuerta.policy.rule.CompiledPolicy;
import io.compuerta.policy.rule.PolicyCompiler;
import io.compuerta.policy.share.ShareSteering;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;

/** {@code explain}: one question for people, or a file of them for programs. */
@Command(
        name = "explain",
        header = "Say what the gateway would make of a question, and where it would go. No model is called.",
        description = {
            "",
            "It shows the route that the policy intends: the local model and every model in providers.yaml count",
            "as available, with a key or without.",
            "",
            "A file holds one JSON object a line, {\"id\": .., \"text\": ..} or {\"id\": .., \"messages\": [..]} with",
            "OpenAI's messages. Each line gives one line, in the same order:",
            "  {id, complexity:{score,label}, sensitivity:{label,topics}, firewall:{score,blocked,kind},",
            "   pii:[{start,end,type}], route:{target,model,rule,reason,rejected}}",
            "and the features, reasons, candidates and costs that docs/explain.md lists.",
            "Positions are Unicode code points of the text; for messages each span also has \"message\", the index of",
            "its message. A line that cannot be read gives {id, line, error}, and the exit code is 1 at the end.",
        },
        footer = {
            "",
            "Examples:",
            "  ./compuerta explain \"¿Cuál es la política de cancelación?\"",
            "  ./compuerta explain --json \"My card is 4111 1111 1111 1111\"",
            "  ./compuerta explain --input questions.jsonl --output explained.jsonl",
            "  cat questions.jsonl | ./compuerta explain --input - | jq .route"
        })
public final class ExplainCommand implements Callable<Integer> {

    private static final String STANDARD = "-";

    private final Terminal terminal;
    private final Home home;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final ConfigOption config;

    @Parameters(paramLabel = "QUESTION", arity = "0..*", description = "One question; words are joined by spaces.")
    private List<String> words = List.of();

    @Option(
            names = {"-i", "--input"},
            paramLabel = "FILE",
            description = "JSON lines to explain; - reads standard input.")
    private @Nullable String input;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where the explanations go; - is standard output, the default.")
    private String output = STANDARD;

    @Option(names = "--json", description = "Print the single question's explanation as JSON.")
    private boolean asJson;

    @Option(
            names = "--tenant",
            paramLabel = "NAME",
            description = "The tenant that policies see. Default: ${DEFAULT-VALUE}.",
            defaultValue = "development")
    private String tenant = "";

    public ExplainCommand(Terminal terminal, Home home) {
        this.terminal = terminal;
        this.home = home;
        this.config = new ConfigOption(home);
    }

    @Override
    public Integer call() throws IOException {
        if (input == null && words.isEmpty()) {
            throw usage("give a question, or a file of them with --input FILE");
        }
        if (input != null && !words.isEmpty()) {
            throw usage("give either a question or --input FILE, not both");
        }
        return input == null ? single(String.join(" ", words)) : file(input);
    }

    private Function<Question, Explanation> explainer(QuestionMeanings meanings) {
        ConfigFiles files = config.files();
        ConfiguredModels models = ConfiguredModels.of(files);
        PriceBook prices = files.optionalText(ConfigFiles.PRICES)
                .map(text -> PriceReader.read(files.shown(ConfigFiles.PRICES), text))
                .orElseGet(PriceBook::empty);
        Clock clock = Clock.system(ZoneId.systemDefault());
        // Without its tests: a policy that fails one is what people want explained.
        CompiledPolicy policy = PolicyCompiler.compile(
                files.shown(ConfigFiles.POLICIES), files.text(ConfigFiles.POLICIES), clock, models.catalogue());
        Explainer explainer = new Explainer(
                new QuestionSignals(config.calibrations(), config.privacy()::rules, firewall(files)),
                foresight(policy, models, clock),
                () -> prices,
                clock,
                tenant);
        return question -> {
            QuestionSignals.Reading reading = explainer.read(question);
            return explainer.explain(
                    question,
                    reading,
                    meanings.of(
                            question.conversation().question(), reading.draft().complexity()));
        };
    }

    /** By the directory's rules, if it has any; a remote guard is not asked, so its key is not needed. */
    private static FirewallPreview firewall(ConfigFiles files) {
        FirewallPolicy policy = files.optionalText(ConfigFiles.FIREWALL)
                .map(text -> FirewallFile.parseWithoutRemote(files.shown(ConfigFiles.FIREWALL), text))
                .orElse(FirewallPolicy.SHIPPED);
        return new FirewallPreview(Detector.shipped(), () -> policy);
    }

    /** With all configured models well, and nothing going on. */
    private static Explainer.Foresight foresight(CompiledPolicy policy, ConfiguredModels models, Clock clock) {
        ShareSteering share = new ShareSteering(policy.document().share(), 0);
        PolicySet policies = policy.policies();
        return (signals, caller, question, placement) -> {
            Situation situation = Situation.quiet(clock).withHealthy(models.healthy());
            Facts facts = new Facts(signals, question.ask(), caller, situation, placement);
            return new Foreseen(
                    share.unsteered(policies, facts, Fleet.of(models.availability())),
                    policies.version(),
                    facts.situation().threshold());
        };
    }

    private int single(String text) {
        Question question = Question.ofText(text);
        Explanation explanation;
        try (QuestionMeanings meanings = QuestionMeanings.inside(home.data(), 1)) {
            explanation = explainer(meanings).apply(question);
        }
        if (asJson) {
            JsonMapper json = JsonMapper.builder().build();
            terminal.out()
                    .println(json.writeValueAsString(
                            new ExplanationJson(json).write(NullNode.getInstance(), question, explanation)));
        } else {
            new Page(terminal).print(explanation);
        }
        return 0;
    }

    private int file(String from) throws IOException {
        if (!from.equals(STANDARD) && !Files.isRegularFile(Path.of(from))) {
            throw new CommandFailure(
                    "there is no file " + from + "; name a file of JSON lines, or - for standard input");
        }
        refuseOverwriting(from);
        int threads = Runtime.getRuntime().availableProcessors();
        long started = System.nanoTime();
        FileExplanation.Tally tally;
        try (QuestionMeanings meanings = QuestionMeanings.inside(home.data(), threads);
                InputStream in = open(from);
                OutputStream out = create()) {
            FileExplanation run = new FileExplanation(explainer(meanings), threads);
            long size = from.equals(STANDARD) ? 0 : Files.size(Path.of(from));
            tally = run.run(in, out, new Progress(terminal, size, started));
        }
        terminal.clear();
        if (terminal.live()) {
            terminal.err().println(Progress.summary(tally, System.nanoTime() - started));
        }
        if (tally.malformed() > 0) {
            terminal.err()
                    .println("compuerta: " + tally.malformed() + " of " + tally.lines()
                            + " lines could not be explained; each has an \"error\" in the output");
            return 1;
        }
        return 0;
    }

    private void refuseOverwriting(String from) throws IOException {
        boolean both = !from.equals(STANDARD) && !output.equals(STANDARD) && Files.exists(Path.of(output));
        if (both && Files.isSameFile(Path.of(from), Path.of(output))) {
            throw usage("--input and --output are the same file");
        }
    }

    private static InputStream open(String from) throws IOException {
        return from.equals(STANDARD) ? new FileInputStream(FileDescriptor.in) : Files.newInputStream(Path.of(from));
    }

    private OutputStream create() throws IOException {
        if (output.equals(STANDARD)) {
            return new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16);
        }
        try {
            return new BufferedOutputStream(Files.newOutputStream(Path.of(output)), 1 << 16);
        } catch (IOException e) {
            throw new CommandFailure("cannot write " + output + " ("
                    + e.getClass().getSimpleName() + "); name a file in a directory that exists and is writable");
        }
    }

    private ParameterException usage(String message) {
        CommandSpec known = java.util.Objects.requireNonNull(spec, "picocli sets it");
        return new ParameterException(known.commandLine(), message);
    }
}
