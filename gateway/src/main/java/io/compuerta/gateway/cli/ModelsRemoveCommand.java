package io.compuerta.gateway.cli;

import io.compuerta.engine.model.ModelStore;
import io.compuerta.engine.model.StoredModel;
import java.io.Console;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "rm",
        header = "Remove a model from the data directory, all parts of it.",
        description = {"", "Asks first. A model from which a running gateway serves is not removed."},
        footer = {
            "",
            "Examples:",
            "  ./compuerta models rm Qwen3-0.6B-Q8_0",
            "  ./compuerta models rm Qwen3-0.6B-Q8_0 --yes"
        })
final class ModelsRemoveCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final Function<String, Optional<String>> person;

    @Mixin
    private final StoreOption store;

    @Parameters(paramLabel = "NAME", arity = "1", description = "The model's name, as 'models list' shows it.")
    private String name = "";

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean yes;

    @Option(names = "--json", description = "Print JSON for programs; needs --yes.")
    private boolean json;

    /** @param person answers a question; empty where nobody sits */
    ModelsRemoveCommand(Terminal terminal, Home home, Function<String, Optional<String>> person) {
        this.terminal = terminal;
        this.person = person;
        this.store = new StoreOption(home);
    }

    static Optional<String> ask(String question) {
        Console console = System.console();
        return console == null || !console.isTerminal()
                ? Optional.empty()
                : Optional.ofNullable(console.readLine("%s", question));
    }

    @Override
    public Integer call() throws IOException {
        ModelStore models = store.open();
        StoredModel model = store.require(models, name);
        if (models.isInUse(model)) {
            throw new CommandFailure("a running gateway serves from " + model.name() + "; stop it first");
        }
        if (!yes && !isAgreed(model)) {
            terminal.err().println("compuerta: nothing was removed");
            return 1;
        }
        try {
            models.remove(model);
        } catch (IOException failure) {
            throw new CommandFailure(model.name() + " was not removed: " + Failures.firstLine(failure));
        }
        if (json) {
            terminal.out()
                    .println(ModelWords.pretty(JsonMapper.shared()
                            .createObjectNode()
                            .put("removed", model.name())
                            .put("bytes", model.bytes())));
        } else {
            terminal.out().println("removed " + model.name() + ", " + ModelWords.size(model.bytes()) + " free");
        }
        return 0;
    }

    private boolean isAgreed(StoredModel model) {
        if (json) {
            throw new CommandFailure("--json does not ask; add --yes");
        }
        String answer = person.apply("Remove " + model.name() + " (" + ModelWords.size(model.bytes()) + ")? [y/N] ")
                .orElseThrow(() -> new CommandFailure("nobody can be asked here; add --yes to remove " + model.name()));
        return answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    }
}
