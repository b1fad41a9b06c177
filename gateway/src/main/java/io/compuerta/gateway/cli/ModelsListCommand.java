package io.compuerta.gateway.cli;

import io.compuerta.engine.model.ModelLookup;
import io.compuerta.engine.model.ModelStore;
import io.compuerta.engine.model.StoredModel;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "list",
        header = "List the models of the data directory; the one that 'serve' takes is marked.",
        footer = {"", "Example:", "  ./compuerta models list"})
final class ModelsListCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private final StoreOption store;

    ModelsListCommand(Terminal terminal, Home home) {
        this.terminal = terminal;
        this.store = new StoreOption(home);
    }

    @Override
    public Integer call() {
        ModelStore models = store.open();
        List<StoredModel> found = models.list();
        if (found.isEmpty()) {
            terminal.out()
                    .println("no models in " + Home.shown(models.directory())
                            + "; get one with: ./compuerta models pull");
            return 0;
        }
        String served = models.find(null, store.usual(null)) instanceof ModelLookup.Found(StoredModel model)
                ? model.name()
                : "";
        for (StoredModel model : found) {
            String mark = model.name().equals(served) ? terminal.good("*") : " ";
            String line = String.format(
                    Locale.ROOT,
                    "%-40s %-10s %6d MB%s",
                    model.name(),
                    model.architecture(),
                    model.bytes() / 1_000_000,
                    model.standIn() ? "  stand-in, not Qwen" : "");
            terminal.out().println(mark + " " + line);
        }
        return 0;
    }
}
