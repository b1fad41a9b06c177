package io.compuerta.gateway.cli;

import io.compuerta.engine.local.EngineSettings;
import io.compuerta.engine.model.MemoryNeed;
import io.compuerta.engine.model.ModelCatalog;
import io.compuerta.engine.model.ModelStore;
import io.compuerta.engine.model.PullRecord;
import io.compuerta.engine.model.StoredModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "info",
        header = "Tell what a model is and how much memory it takes.",
        description = {"", "NAME is a model of the data directory, or one of the catalogue that is not fetched yet."},
        footer = {
            "",
            "Examples:",
            "  ./compuerta models info Qwen3-0.6B-Q8_0",
            "  ./compuerta models info Qwen3-8B-Q4_K_M"
        })
final class ModelsInfoCommand implements Callable<Integer> {

    private static final List<Integer> SLOTS = List.of(1, 4, 8);
    private static final List<Integer> CONTEXTS = List.of(2048, 4096, 8192, 32_768);

    private final Terminal terminal;

    @Mixin
    private final StoreOption store;

    @Parameters(paramLabel = "NAME", arity = "1", description = "The model's name, as 'models list' shows it.")
    private String name = "";

    @Option(names = "--json", description = "Print JSON for programs.")
    private boolean json;

    ModelsInfoCommand(Terminal terminal, Home home) {
        this.terminal = terminal;
        this.store = new StoreOption(home);
    }

    @Override
    public Integer call() {
        ModelStore models = store.open();
        Optional<StoredModel> stored = models.named(name);
        Optional<ModelCatalog.Entry> known = ModelCatalog.builtIn().find(name);
        if (stored.isEmpty() && known.isPresent()) {
            catalogued(known.get());
            return 0;
        }
        StoredModel model = stored.orElseGet(() -> store.require(models, name));
        if (json) {
            terminal.out().println(ModelWords.pretty(asJson(models, model)));
        } else {
            print(models, model);
        }
        return 0;
    }

    private void print(ModelStore models, StoredModel model) {
        line("name", model.name() + (model.standIn() ? " (a stand-in, NOT Qwen)" : ""));
        line("architecture", model.architecture());
        line("parameters", ModelWords.count(model.facts().parameters()));
        line("weights", model.facts().quantization() + ", " + ModelWords.size(model.bytes()));
        line("context", model.facts().contextTokens() + " tokens");
        line("licence", model.facts().licence());
        line("chat template", model.facts().template());
        line("serves now", models.isInUse(model) ? "yes" : "no");
        for (Path part : model.parts()) {
            Optional<PullRecord> record = PullRecord.of(part);
            line("file", Home.shown(part).toString());
            line("  sha256", record.map(PullRecord::sha256).orElse("not recorded; see 'models verify'"));
            record.ifPresent(known -> line("  from", known.source() + ", checksum vouched for by: " + known.proof()));
        }
        memory(model.facts().memory(), model.facts().contextTokens());
    }

    private void catalogued(ModelCatalog.Entry entry) {
        if (json) {
            terminal.out().println(ModelWords.pretty(entry));
            return;
        }
        line("name", entry.name() + " (not fetched: ./compuerta models pull " + entry.name() + ")");
        line("architecture", entry.architecture());
        line("parameters", ModelWords.count(entry.parameters()));
        line("weights", entry.quantization() + ", " + ModelWords.size(entry.bytes()));
        line("context", entry.contextTokens() + " tokens");
        line("licence", entry.licence());
        line("source", "hf:" + entry.repository() + "/" + entry.file());
        line("facts", (entry.verified() ? "" : "not verified: ") + entry.note());
        memory(entry.memory(), entry.contextTokens());
    }

    private void line(String key, String value) {
        terminal.out().println(terminal.faint(String.format(Locale.ROOT, "%-14s ", key)) + value);
    }

    private void memory(MemoryNeed memory, long trained) {
        StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "%n%-14s", "memory"));
        SLOTS.forEach(
                slots -> head.append(String.format(Locale.ROOT, " %10s", slots + (slots == 1 ? " slot" : " slots"))));
        terminal.out().println(terminal.bold(head.toString()));
        for (int context : CONTEXTS) {
            if (context <= trained || context == CONTEXTS.getFirst()) {
                int used = (int) Math.min(context, trained);
                StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%6d tokens ", used));
                SLOTS.forEach(slots ->
                        row.append(String.format(Locale.ROOT, " %10s", ModelWords.size(memory.bytes(slots, used)))));
                terminal.out().println(row);
            }
        }
    }

    private static ObjectNode asJson(ModelStore models, StoredModel model) {
        ObjectNode node = ModelWords.json(model, EngineSettings.DEFAULT_SLOTS, EngineSettings.DEFAULT_CONTEXT_TOKENS);
        node.put("template", model.facts().template());
        node.put("serving", models.isInUse(model));
        ArrayNode files = node.putArray("files");
        for (Path part : model.parts()) {
            ObjectNode file = files.addObject();
            file.put("file", part.toString());
            PullRecord.of(part)
                    .ifPresent(record -> file.set("record", JsonMapper.shared().valueToTree(record)));
        }
        ArrayNode memory = node.putArray("memory");
        for (int slots : SLOTS) {
            for (int context : CONTEXTS) {
                if (context <= model.facts().contextTokens()) {
                    memory.addObject()
                            .put("slots", slots)
                            .put("context_tokens", context)
                            .put("bytes", model.facts().memory().bytes(slots, context));
                }
            }
        }
        return node;
    }
}
