package io.compuerta.gateway.cli;

import io.compuerta.engine.model.Inventory;
import io.compuerta.engine.model.ModelStore;
import io.compuerta.engine.model.StoredModel;
import io.compuerta.engine.model.Verification;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "verify",
        header = "Check models: SHA-256 against what came when they were fetched, and the header.",
        description = {"", "Without NAME it checks all. Every byte is read."},
        footer = {"", "Examples:", "  ./compuerta models verify", "  ./compuerta models verify Qwen3-0.6B-Q8_0 --json"})
final class ModelsVerifyCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private final StoreOption store;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "The model's name, as 'models list' shows it.")
    private @Nullable String name;

    @Option(names = "--json", description = "Print JSON for programs.")
    private boolean json;

    ModelsVerifyCommand(Terminal terminal, Home home) {
        this.terminal = terminal;
        this.store = new StoreOption(home);
    }

    @Override
    public Integer call() {
        ModelStore models = store.open();
        Inventory inventory = models.inventory();
        List<StoredModel> chosen = name == null ? inventory.models() : List.of(store.require(models, name));
        List<String> problems = name == null ? inventory.problems() : List.of();
        List<Verification> results = new ArrayList<>();
        for (StoredModel model : chosen) {
            terminal.redraw("reading " + model.name());
            results.addAll(models.verify(model));
        }
        terminal.clear();
        boolean bad = !problems.isEmpty() || results.stream().anyMatch(Verification::isDamaged);
        if (json) {
            terminal.out().println(ModelWords.pretty(asJson(results, problems)));
        } else {
            print(models, results, problems);
        }
        return bad ? 1 : 0;
    }

    private void print(ModelStore models, List<Verification> results, List<String> problems) {
        for (Verification result : results) {
            String word = switch (result.outcome()) {
                case SOUND -> terminal.good("ok");
                case UNRECORDED -> terminal.warning("no record");
                case DAMAGED -> terminal.bad("DAMAGED");
            };
            terminal.out().println(result.file() + ": " + word + ", " + result.detail());
            result.sha256().ifPresent(sha256 -> terminal.out().println(terminal.faint("  sha256 " + sha256)));
        }
        problems.forEach(problem -> terminal.out().println(terminal.bad("DAMAGED") + " " + problem));
        if (results.isEmpty() && problems.isEmpty()) {
            terminal.out()
                    .println("no models in " + Home.shown(models.directory())
                            + "; get one with: ./compuerta models pull");
        }
        if (results.stream().anyMatch(Verification::isDamaged) || !problems.isEmpty()) {
            terminal.err().println("compuerta: remove what is damaged ('models rm NAME' or by hand) and pull it again");
        }
    }

    private static ObjectNode asJson(List<Verification> results, List<String> problems) {
        ObjectNode root = JsonMapper.shared().createObjectNode();
        ArrayNode files = root.putArray("files");
        for (Verification result : results) {
            ObjectNode node = files.addObject();
            node.put("file", result.file());
            node.put("outcome", result.outcome().name().toLowerCase(java.util.Locale.ROOT));
            result.sha256().ifPresent(sha256 -> node.put("sha256", sha256));
            node.put("detail", result.detail());
        }
        ArrayNode list = root.putArray("problems");
        problems.forEach(list::add);
        return root;
    }
}
