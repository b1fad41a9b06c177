package io.compuerta.gateway.cli;

import io.compuerta.engine.local.EngineSettings;
import io.compuerta.engine.model.Inventory;
import io.compuerta.engine.model.ModelLookup;
import io.compuerta.engine.model.ModelStore;
import io.compuerta.engine.model.StoredModel;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "list",
        header = "List the models of the data directory; the one that 'serve' takes is marked.",
        footer = {"", "Examples:", "  ./compuerta models list", "  ./compuerta models list --json | jq '.models[].name'"
        })
final class ModelsListCommand implements Callable<Integer> {

    private static final int SLOTS = EngineSettings.DEFAULT_SLOTS;
    private static final int CONTEXT = EngineSettings.DEFAULT_CONTEXT_TOKENS;

    private final Terminal terminal;

    @Mixin
    private final StoreOption store;

    @Option(names = "--json", description = "Print JSON for programs.")
    private boolean json;

    ModelsListCommand(Terminal terminal, Home home) {
        this.terminal = terminal;
        this.store = new StoreOption(home);
    }

    @Override
    public Integer call() {
        ModelStore models = store.open();
        Inventory inventory = models.inventory();
        String taken = models.find(null, store.usual(null)) instanceof ModelLookup.Found(StoredModel model)
                ? model.name()
                : "";
        String advice = store.choice(SLOTS, CONTEXT).reason();
        if (json) {
            terminal.out().println(ModelWords.pretty(asJson(models, inventory, taken, advice)));
            return 0;
        }
        if (inventory.models().isEmpty()) {
            terminal.out()
                    .println("no models in " + Home.shown(models.directory())
                            + "; get one with: ./compuerta models pull");
        } else {
            table(models, inventory, taken);
        }
        inventory.problems().forEach(problem -> terminal.err().println("cannot be used: " + problem));
        terminal.out().println(terminal.faint("best here: " + advice + " (./compuerta models pull auto)"));
        return 0;
    }

    private void table(ModelStore models, Inventory inventory, String taken) {
        int width = Math.max(
                12,
                inventory.models().stream()
                        .mapToInt(model -> model.name().length())
                        .max()
                        .orElse(0));
        String form = "%-" + width + "s  %8s  %-7s  %8s  %7s  %s";
        terminal.out()
                .println(terminal.bold(
                        String.format(Locale.ROOT, "  " + form, "NAME", "SIZE", "WEIGHTS", "CONTEXT", "MEMORY", "")
                                .stripTrailing()));
        for (StoredModel model : inventory.models()) {
            boolean marked = model.name().equals(taken);
            String line = String.format(
                    Locale.ROOT,
                    form,
                    model.name(),
                    ModelWords.size(model.bytes()),
                    model.facts().quantization(),
                    model.facts().contextTokens(),
                    ModelWords.size(model.facts().memory().bytes(SLOTS, ModelWords.used(model, CONTEXT))),
                    remark(models, model));
            terminal.out().println((marked ? terminal.good("*") : " ") + " " + line.stripTrailing());
        }
        terminal.out().println();
        terminal.out()
                .println(terminal.faint(
                        "* 'serve' takes this one. Memory is for " + SLOTS + " slots of " + CONTEXT + " tokens."));
    }

    private static String remark(ModelStore models, StoredModel model) {
        String serving = models.isInUse(model) ? "serves now" : "";
        String standIn = model.embedder() ? "for embeddings" : model.standIn() ? "stand-in, not Qwen" : "";
        return serving.isEmpty() || standIn.isEmpty() ? serving + standIn : serving + "; " + standIn;
    }

    private static ObjectNode asJson(ModelStore models, Inventory inventory, String taken, String advice) {
        ObjectNode root = JsonMapper.shared().createObjectNode();
        root.put("directory", models.directory().toString());
        root.put("slots", SLOTS);
        root.put("slot_context_tokens", CONTEXT);
        ArrayNode list = root.putArray("models");
        for (StoredModel model : inventory.models()) {
            ObjectNode node = ModelWords.json(model, SLOTS, CONTEXT);
            node.put("default", model.name().equals(taken));
            node.put("serving", models.isInUse(model));
            list.add(node);
        }
        ArrayNode problems = root.putArray("problems");
        inventory.problems().forEach(problems::add);
        root.put("best_here", advice);
        return root;
    }
}
