package io.compuerta.engine.local;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.llama.LlamaChatEngine;
import io.compuerta.engine.llama.LlamaLibrary;
import io.compuerta.engine.llama.LlamaSettings;
import io.compuerta.engine.llama.NativeUnavailable;
import io.compuerta.engine.model.ModelLookup;
import io.compuerta.engine.model.ModelStore;
import io.compuerta.engine.model.PullProgress;
import io.compuerta.engine.model.PullResult;
import io.compuerta.engine.model.StoredModel;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the engine of this machine. The order in which a model is looked for: the file of the settings; the store; the
 * configured download; the starter model. If none can be had the engine is there all the same and says, as its health,
 * what to do.
 */
public final class EngineFactory {

    private static final Logger LOG = LoggerFactory.getLogger(EngineFactory.class);
    private static final int PREFILL_TOKENS = 64;

    private EngineFactory() {}

    /**
     * Returns at once; finding, fetching and loading go on in the background. Until a model is loaded the health is
     * unavailable with the state of affairs; questions asked during the last step, the loading, wait for its end.
     *
     * @param progress hears of downloads
     */
    public static ChatEngine open(EngineSettings settings, PullProgress progress) {
        ModelStore store = new ModelStore(settings.dataDirectory(), settings.mirror());
        return new BackgroundEngine(report -> load(settings, store, progress, report));
    }

    private static ChatEngine load(
            EngineSettings settings, ModelStore store, PullProgress progress, Consumer<Preparation> report) {
        StoredModel model = obtain(settings, store, progress, report);
        report.accept(new Preparation.Loading(model.name()));
        if (model.standIn()) {
            LOG.warn(
                    "STAND-IN MODEL: answering with {}, which is not Qwen and knows little; fetch Qwen with"
                            + " './compuerta models pull'",
                    model.name());
        }
        try {
            LlamaLibrary library = LlamaLibrary.load(
                    settings.nativeDirectory(), settings.dataDirectory().resolve("natives"));
            return LlamaChatEngine.open(
                    library,
                    model.file(),
                    new LlamaSettings(
                                    model.name(),
                                    model.standIn(),
                                    settings.contextTokens(),
                                    settings.slots(),
                                    settings.threads(),
                                    settings.queueCapacity(),
                                    PREFILL_TOKENS)
                            .withPrefixCache(settings.prefixCache())
                            .withFirstTokenLimit(settings.firstTokenLimit()));
        } catch (NativeUnavailable failure) {
            throw new EngineException.Unavailable(String.valueOf(failure.getMessage()));
        }
    }

    private static StoredModel obtain(
            EngineSettings settings, ModelStore store, PullProgress progress, Consumer<Preparation> report) {
        ModelLookup found = store.find(settings.modelFile(), settings.model());
        return switch (found) {
            case ModelLookup.Found present -> present.model();
            case ModelLookup.Missing missing -> {
                if (settings.modelFile() != null || !settings.download()) {
                    throw new EngineException.Unavailable(missing.advice());
                }
                yield fetch(settings, store, progress, report);
            }
        };
    }

    private static StoredModel fetch(
            EngineSettings settings, ModelStore store, PullProgress progress, Consumer<Preparation> report) {
        String name = settings.model().fileName();
        report.accept(new Preparation.Fetching(name, 0, -1));
        LOG.info("fetching {} from {}", name, settings.mirror().getHost());
        PullProgress both = (file, bytes, total) -> {
            report.accept(new Preparation.Fetching(file, bytes, total));
            progress.at(file, bytes, total);
        };
        if (store.pull(settings.model(), both) instanceof PullResult.Failed failed) {
            if (!settings.starterModel()) {
                throw new EngineException.Unavailable(failed.reason());
            }
            LOG.warn("{}; falling back to the starter model", failed.reason());
            report.accept(new Preparation.Fetching("the starter model", 0, -1));
            if (store.pullStarter(both) instanceof PullResult.Failed also) {
                throw new EngineException.Unavailable("no model: " + failed.reason() + "; " + also.reason()
                        + ". Put a Qwen .gguf into " + store.directory() + ", or name one with --model");
            }
        }
        return switch (store.find(null, settings.model())) {
            case ModelLookup.Found present -> present.model();
            case ModelLookup.Missing missing -> throw new EngineException.Unavailable(missing.advice());
        };
    }
}
