package io.compuerta.gateway.dispatch.local;

import io.compuerta.engine.llama.LlamaSettings;
import io.compuerta.engine.local.EngineSettings;
import io.compuerta.engine.local.ModelSettings;
import io.compuerta.engine.model.ModelSource;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The embedded engine: which model, from where, and how much of the machine.
 *
 * @param model            a GGUF file to use; without it {@code models/} of the data directory is looked into, then
 *                         fetched; {@code auto} lets {@code modelChoice} decide
 * @param modelChoice      {@code configured}, or {@code auto}: the best of the catalogue for this machine
 * @param models           names of further models of the data directory that requests may name; {@code *} is all
 * @param memoryBudget     that loaded models may take together; without it three quarters of the memory
 * @param idleUnload       after which a model that nobody asks for is unloaded; zero keeps it
 * @param adapters         LoRA files by name, beside those in {@code models/adapters/} of the data directory
 * @param mode             in this process, or in a child process that may die without harm
 * @param restartWait      how long a request waits for a child process that died and is being started again
 * @param repository       Hugging Face repository of the model to prefer and to fetch
 * @param revision         branch, tag or commit of the repository
 * @param file             path of the GGUF file in the repository
 * @param sha256           of that file; without it the server's word is taken
 * @param mirror           server to fetch from, with the paths of Hugging Face
 * @param download         whether a missing model may be fetched at start
 * @param starterModel     whether the small stand-in may be used when the model cannot be had
 * @param contextTokens    prompt and answer of one request together, 256 or more; each slot keeps a cache of that size
 * @param slots            requests answered at the same time
 * @param threads          of the computation; without it one core is left to everything else
 * @param queue            requests that may wait for a slot; more are refused as overload
 * @param prefixCache      whether a prompt's beginning that a slot still holds is not read again; callers of different
 *     tenants share nothing in any case
 * @param firstTokenLimit  refuses, as overload, requests whose first token would come later than that; none by default
 * @param startupWait      how long the gateway waits for its model before it opens its port without one
 * @param nativeDirectory  libraries of llama.cpp to use instead of those in the jar
 */
@ConfigurationProperties("compuerta.engine")
public record LocalEngineSettings(
        @DefaultValue("in-process") EngineMode mode,
        @DefaultValue("10s") Duration restartWait,
        @Nullable Path model,
        @DefaultValue("configured") Choice modelChoice,
        @DefaultValue List<String> models,
        @Nullable DataSize memoryBudget,
        @DefaultValue("0s") Duration idleUnload,
        @DefaultValue Map<String, Path> adapters,
        @DefaultValue("Qwen/Qwen3-0.6B-GGUF") String repository,
        @DefaultValue("main") String revision,
        @DefaultValue("Qwen3-0.6B-Q8_0.gguf") String file,
        @Nullable String sha256,
        @DefaultValue("https://huggingface.co/") URI mirror,
        @DefaultValue("true") boolean download,
        @DefaultValue("true") boolean starterModel,
        @DefaultValue("4096") int contextTokens,
        @DefaultValue("4") int slots,
        @Nullable Integer threads,
        @DefaultValue("32") int queue,
        @DefaultValue("true") boolean prefixCache,
        @Nullable Duration firstTokenLimit,
        @DefaultValue("60s") Duration startupWait,
        @Nullable Path nativeDirectory) {

    public LocalEngineSettings {
        if (contextTokens < LlamaSettings.LEAST_CONTEXT_TOKENS) {
            throw new IllegalArgumentException("compuerta.engine.context-tokens is " + contextTokens + "; at least "
                    + LlamaSettings.LEAST_CONTEXT_TOKENS + " is expected");
        }
    }

    /** How the model to fetch is found. */
    public enum Choice {
        CONFIGURED,
        AUTO
    }

    private boolean isAuto() {
        return modelChoice == Choice.AUTO || isWordAuto();
    }

    /** {@code model: auto} is not a file. */
    private boolean isWordAuto() {
        return model != null && model.toString().equals("auto");
    }

    /** What {@code models pull} fetches. */
    public ModelSource source() {
        return new ModelSource(repository, revision, file, sha256);
    }

    /** In the engine's own terms. @throws IllegalArgumentException naming a value out of range */
    EngineSettings inside(Path dataDirectory) {
        return new EngineSettings(
                dataDirectory,
                isWordAuto() ? null : model,
                source(),
                mirror,
                download,
                starterModel && download,
                nativeDirectory,
                contextTokens,
                slots,
                Optional.ofNullable(threads).orElseGet(EngineSettings::defaultThreads),
                queue,
                prefixCache,
                firstTokenLimit,
                new ModelSettings(
                        isAuto(),
                        models,
                        Optional.ofNullable(memoryBudget).map(DataSize::toBytes).orElse(0L),
                        idleUnload,
                        adapters));
    }
}
