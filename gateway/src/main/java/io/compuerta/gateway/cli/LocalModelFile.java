package io.compuerta.gateway.cli;

import io.compuerta.engine.model.ModelLookup;
import io.compuerta.engine.model.ModelSource;
import io.compuerta.engine.model.ModelStore;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which model a benchmark runs: the one named, or the one that {@code serve} would choose of those that are there. */
final class LocalModelFile {

    @Option(names = "--model", paramLabel = "FILE", description = "A GGUF file. Default: what serve would use.")
    private @Nullable Path model;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data directory; models are in its models/. Default: data/ beside the launcher.")
    private @Nullable Path data;

    Path directory(Home home) {
        Path chosen = data;
        return chosen != null ? chosen : home.data();
    }

    /** @throws CommandFailure when there is none */
    Path find(Home home) {
        ModelStore store = new ModelStore(directory(home), ModelSource.HUGGING_FACE);
        return switch (store.find(model, ModelSource.DEFAULT)) {
            case ModelLookup.Found found -> found.model().file();
            case ModelLookup.Missing missing -> throw new CommandFailure(missing.advice());
        };
    }
}
