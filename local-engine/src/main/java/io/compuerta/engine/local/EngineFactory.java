package io.compuerta.engine.local;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.llama.LlamaChatEngine;
import io.compuerta.engine.llama.LlamaLibrary;
import io.compuerta.engine.llama.LlamaSettings;
import io.compuerta.engine.llama.NativeUnavailable;
import io.compuerta.engine.model.Machine;
import io.compuerta.engine.model.ModelStore;
import io.compuerta.engine.model.PullProgress;
import io.compuerta.engine.model.StoredModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the engine of this machine. The order in which a model is looked for: the file of the settings; the store; the
 * configured download; the starter model. If none can be had the engine is there all the same and says, as its health,
 * what to do. Further models of the store are loaded when requests name them.
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
        StoredModel model = new ModelSearch(settings, store, progress, report).obtain();
        report.accept(new Preparation.Loading(model.name()));
        if (model.standIn()) {
            LOG.warn(
                    "STAND-IN MODEL: answering with {}, which is not Qwen and knows little; fetch Qwen with"
                            + " './compuerta models pull'",
                    model.name());
        }
        Adapters adapters = Adapters.of(settings, store);
        List<PooledModel> pooled = new ArrayList<>();
        pooled.add(pooled(settings, store, model, adapters));
        if (!settings.models().served().isEmpty()) {
            store.list().stream()
                    .filter(other -> !other.name().equals(model.name()) && !other.standIn())
                    .filter(other -> settings.models().serves(other.name()))
                    .forEach(other -> pooled.add(pooled(settings, store, other, adapters)));
        }
        long stated = settings.models().budgetBytes();
        return new ModelPool(
                pooled,
                pooled.getFirst().opener().get(),
                stated > 0 ? stated : Machine.here(settings.threads()).modelBytes(),
                settings.models().idleUnload(),
                System::nanoTime);
    }

    private static PooledModel pooled(EngineSettings settings, ModelStore store, StoredModel model, Adapters adapters) {
        Map<String, Path> fitting = adapters.forModel(model);
        int context = (int) Math.min(settings.contextTokens(), model.facts().contextTokens());
        return new PooledModel(
                model.name(),
                fitting.keySet().stream().sorted().toList(),
                model.facts().memory().bytes(settings.slots(), context),
                () -> openModel(settings, store, model, fitting));
    }

    /** Loads one model in this process, and tells other processes that its file is in use. */
    private static ChatEngine openModel(
            EngineSettings settings, ModelStore store, StoredModel model, Map<String, Path> adapters) {
        AutoCloseable held = store.use(model);
        try {
            LlamaLibrary library = LlamaLibrary.load(
                    settings.nativeDirectory(), settings.dataDirectory().resolve("natives"));
            return new HeldEngine(
                    LlamaChatEngine.open(
                            library, model.file(), llama(settings, model).withAdapters(adapters)),
                    held);
        } catch (NativeUnavailable failure) {
            HeldEngine.letGo(held);
            throw new EngineException.Unavailable(String.valueOf(failure.getMessage()));
        } catch (RuntimeException failure) {
            HeldEngine.letGo(held);
            throw failure;
        }
    }

    private static LlamaSettings llama(EngineSettings settings, StoredModel model) {
        return new LlamaSettings(
                        model.name(),
                        model.standIn(),
                        settings.contextTokens(),
                        settings.slots(),
                        settings.threads(),
                        settings.queueCapacity(),
                        PREFILL_TOKENS)
                .withPrefixCache(settings.prefixCache())
                .withFirstTokenLimit(settings.firstTokenLimit());
    }
}
