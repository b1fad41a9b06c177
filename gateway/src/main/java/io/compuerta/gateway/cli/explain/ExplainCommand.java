package io.compuerta.gateway.cli.explain;

import io.compuerta.gateway.cli.CommandFailure;
import io.compuerta.gateway.cli.ConfigOption;
import io.compuerta.gateway.cli.Home;
import io.compuerta.gateway.cli.Terminal;
import io.compuerta.gateway.config.ConfigFiles;
import io.compuerta.gateway.dispatch.premium.Provider;
import io.compuerta.gateway.dispatch.premium.ProviderCatalogue;
import io.compuerta.gateway.dispatch.premium.ProviderFile;
import io.compuerta.policy.decide.Catalogue;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.rule.CompiledPolicy;
import io.compuerta.policy.rule.PolicyCompiler;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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

    private Explainer explainer(QuestionMeanings meanings) {
        ConfigFiles files = config.files();
        List<Provider> providers = files.optionalText(ConfigFiles.PROVIDERS)
                .map(text -> ProviderFile.parse(
                        files.shown(ConfigFiles.PROVIDERS), text, name -> Optional.ofNullable(System.getenv(name))))
                .orElse(List.of());
        Clock clock = Clock.system(ZoneId.systemDefault());
        Catalogue catalogue = new ProviderCatalogue(providers);
        // Without its tests: a policy that fails one is what people want explained.
        CompiledPolicy policy = PolicyCompiler.compile(
                files.shown(ConfigFiles.POLICIES), files.text(ConfigFiles.POLICIES), clock, catalogue);
        Set<String> healthy = providers.stream().map(Provider::id).collect(Collectors.toSet());
        healthy.add(ModelId.LOCAL_PROVIDER);
        return new Explainer(meanings, policy, model -> catalogue.find(model).isPresent(), clock, healthy, tenant);
    }

    private int single(String text) {
        Question question = Question.ofText(text);
        Explanation explanation;
        try (QuestionMeanings meanings = QuestionMeanings.inside(home.data(), 1)) {
            explanation = explainer(meanings).explain(question);
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
