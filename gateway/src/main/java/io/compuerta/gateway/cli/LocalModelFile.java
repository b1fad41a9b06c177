package io.compuerta.gateway.cli;

import io.compuerta.engine.model.ModelLookup;
import io.compuerta.engine.model.ModelSource;
import io.compuerta.engine.model.ModelStore;
import io.compuerta.engine.model.StoredModel;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which model a benchmark runs: the one named, or the one that {@code serve} would choose of those that are there. */
final class LocalModelFile {

    private final Home home;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "GGUF file to run. Default: the one that 'serve' would take.")
    private @Nullable Path model;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data directory; models are in its models/. Default: data/ beside the launcher.")
    private @Nullable Path data;

    LocalModelFile(Home home) {
        this.home = home;
    }

    Path data() {
        return Optional.ofNullable(data).orElse(home.data());
    }

    /** @throws CommandFailure when there is none */
    StoredModel find() {
        ModelStore store = new ModelStore(data(), ModelSource.HUGGING_FACE);
        return switch (store.find(model, new StoreOption(home).usual(null))) {
            case ModelLookup.Found(StoredModel present) -> present;
            case ModelLookup.Missing(String advice) -> throw new CommandFailure(advice);
        };
    }
}
