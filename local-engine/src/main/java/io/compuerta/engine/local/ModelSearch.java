package io.compuerta.engine.local;

import io.compuerta.engine.EngineException;
import io.compuerta.engine.model.Machine;
import io.compuerta.engine.model.ModelCatalog;
import io.compuerta.engine.model.ModelChoice;
import io.compuerta.engine.model.ModelLookup;
import io.compuerta.engine.model.ModelSource;
import io.compuerta.engine.model.ModelStore;
import io.compuerta.engine.model.PullProgress;
import io.compuerta.engine.model.PullResult;
import io.compuerta.engine.model.StoredModel;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the model to serve, or fetches it: the order is that of {@link EngineFactory}. Blocks. */
final class ModelSearch {

    private static final Logger LOG = LoggerFactory.getLogger(ModelSearch.class);

    private final EngineSettings settings;
    private final ModelStore store;
    private final PullProgress progress;
    private final Consumer<Preparation> report;
    private final ModelSource wanted;

    ModelSearch(EngineSettings settings, ModelStore store, PullProgress progress, Consumer<Preparation> report) {
        this.settings = settings;
        this.store = store;
        this.progress = progress;
        this.report = report;
        this.wanted = wanted(settings);
    }

    private static ModelSource wanted(EngineSettings settings) {
        if (!settings.models().automatic() || settings.modelFile() != null) {
            return settings.model();
        }
        ModelChoice choice = ModelChoice.of(
                ModelCatalog.builtIn(), Machine.here(settings.threads()), settings.slots(), settings.contextTokens());
        LOG.info("model chosen for this machine: {}", choice.reason());
        return choice.model().source();
    }

    /** @throws EngineException.Unavailable with one line that says what to do */
    StoredModel obtain() {
        ModelLookup found = store.find(settings.modelFile(), wanted);
        return switch (found) {
            case ModelLookup.Found present -> isSettled(present.model()) ? present.model() : better(present.model());
            case ModelLookup.Missing missing -> {
                if (settings.modelFile() != null || !settings.download()) {
                    throw new EngineException.Unavailable(missing.advice());
                }
                yield fetch();
            }
        };
    }

    private boolean isSettled(StoredModel model) {
        return !settings.models().automatic()
                || settings.modelFile() != null
                || wanted.fileName().equals(model.file().getFileName().toString());
    }

    /** The machine's best is not there yet: fetch it, or take the best of what is there. */
    private StoredModel better(StoredModel present) {
        if (settings.download()) {
            if (pull() instanceof PullResult.Pulled pulled) {
                return pulled.model();
            }
            LOG.warn("{} cannot be had; serving {}", wanted.fileName(), present.name());
        }
        long room = Machine.here(settings.threads()).modelBytes();
        Optional<StoredModel> largest = store.list().stream()
                .filter(model -> !model.standIn()
                        && model.facts().memory().bytes(settings.slots(), settings.contextTokens()) <= room)
                .max(Comparator.comparingLong(
                                (StoredModel model) -> model.facts().parameters())
                        .thenComparing(StoredModel::bytes));
        return largest.orElse(present);
    }

    private PullResult pull() {
        report.accept(new Preparation.Fetching(wanted.fileName(), 0, -1));
        LOG.info("fetching {} from {}", wanted.fileName(), settings.mirror().getHost());
        return store.pull(wanted, reported());
    }

    private PullProgress reported() {
        return (file, bytes, total) -> {
            report.accept(new Preparation.Fetching(file, bytes, total));
            progress.at(file, bytes, total);
        };
    }

    private StoredModel fetch() {
        PullResult result = pull();
        if (result instanceof PullResult.Failed failed) {
            if (!settings.starterModel()) {
                throw new EngineException.Unavailable(failed.reason());
            }
            LOG.warn("{}; falling back to the starter model", failed.reason());
            report.accept(new Preparation.Fetching("the starter model", 0, -1));
            if (store.pullStarter(reported()) instanceof PullResult.Failed also) {
                throw new EngineException.Unavailable("no model: " + failed.reason() + "; " + also.reason()
                        + ". Put a Qwen .gguf into " + store.directory() + ", or name one with --model");
            }
        }
        return switch (store.find(null, wanted)) {
            case ModelLookup.Found present -> present.model();
            case ModelLookup.Missing missing -> throw new EngineException.Unavailable(missing.advice());
        };
    }
}
