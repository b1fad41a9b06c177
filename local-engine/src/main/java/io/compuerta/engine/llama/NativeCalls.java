package io.compuerta.engine.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * The C functions in use, as method handles named after them without the prefix. Nothing is checked here: the callers
 * ({@link LlamaModel}, {@link LlamaContext}, {@link SentenceContext}, {@link GrammarState}, {@link LoraAdapters}) keep
 * ids, sizes and life times within bounds, since the library answers most mistakes by ending the process.
 */
final class NativeCalls {

    final MethodHandle version;
    final MethodHandle backendInit;
    final MethodHandle loadBackends;
    final MethodHandle setAbortCallback;
    final MethodHandle setTerminate;
    final MethodHandle logSet;
    final MethodHandle systemInfo;

    final MethodHandle modelDefaultParams;
    final MethodHandle modelLoad;
    final MethodHandle modelFree;
    final MethodHandle modelVocab;
    final MethodHandle modelTrainedContext;
    final MethodHandle modelSize;
    final MethodHandle modelEmbeddingLength;
    final MethodHandle vocabSize;
    final MethodHandle vocabAddBos;
    final MethodHandle vocabBos;
    final MethodHandle vocabType;
    final MethodHandle vocabAddEos;
    final MethodHandle vocabEos;
    final MethodHandle vocabSep;
    final MethodHandle vocabIsEog;
    final MethodHandle tokenize;
    final MethodHandle tokenToPiece;

    final MethodHandle contextDefaultParams;
    final MethodHandle contextInit;
    final MethodHandle contextFree;
    final MethodHandle contextTokensPerSequence;
    final MethodHandle memory;
    final MethodHandle memorySequenceRemove;
    final MethodHandle memorySequenceCopy;
    final MethodHandle decode;

    final MethodHandle logits;
    final MethodHandle embeddingsSet;
    final MethodHandle embeddingsOfSequence;

    final MethodHandle samplerGreedy;
    final MethodHandle samplerGrammar;
    final MethodHandle samplerApply;
    final MethodHandle samplerAccept;
    final MethodHandle samplerFree;

    final MethodHandle adapterInit;
    final MethodHandle adapterFree;
    final MethodHandle adaptersSet;

    private final SymbolLookup lookup;

    NativeCalls(SymbolLookup lookup) {
        this.lookup = lookup;
        version = find("llama_version", FunctionDescriptor.of(ADDRESS));
        backendInit = find("llama_backend_init", FunctionDescriptor.ofVoid());
        loadBackends = find("ggml_backend_load_all_from_path", FunctionDescriptor.ofVoid(ADDRESS));
        setAbortCallback = find("ggml_set_abort_callback", FunctionDescriptor.of(ADDRESS, ADDRESS));
        setTerminate = find("_ZSt13set_terminatePFvvE", FunctionDescriptor.of(ADDRESS, ADDRESS));
        logSet = find("llama_log_set", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS));
        systemInfo = find("llama_print_system_info", FunctionDescriptor.of(ADDRESS));

        modelDefaultParams = find("llama_model_default_params", FunctionDescriptor.of(LlamaAbi.MODEL_PARAMS));
        modelLoad = find("llama_model_load_from_file", FunctionDescriptor.of(ADDRESS, ADDRESS, LlamaAbi.MODEL_PARAMS));
        modelFree = find("llama_model_free", FunctionDescriptor.ofVoid(ADDRESS));
        modelVocab = find("llama_model_get_vocab", FunctionDescriptor.of(ADDRESS, ADDRESS));
        modelTrainedContext = find("llama_model_n_ctx_train", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        modelSize = find("llama_model_size", FunctionDescriptor.of(JAVA_LONG, ADDRESS));
        modelEmbeddingLength = find("llama_model_n_embd_out", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        vocabSize = find("llama_vocab_n_tokens", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        vocabAddBos = find("llama_vocab_get_add_bos", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS));
        vocabBos = find("llama_vocab_bos", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        vocabType = find("llama_vocab_type", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        vocabAddEos = find("llama_vocab_get_add_eos", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS));
        vocabEos = find("llama_vocab_eos", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        vocabSep = find("llama_vocab_sep", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        vocabIsEog = find("llama_vocab_is_eog", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS, JAVA_INT));
        tokenize = find(
                "llama_tokenize",
                FunctionDescriptor.of(
                        JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_BOOLEAN, JAVA_BOOLEAN));
        tokenToPiece = find(
                "llama_token_to_piece",
                FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_BOOLEAN));

        contextDefaultParams = find("llama_context_default_params", FunctionDescriptor.of(LlamaAbi.CONTEXT_PARAMS));
        contextInit = find("llama_init_from_model", FunctionDescriptor.of(ADDRESS, ADDRESS, LlamaAbi.CONTEXT_PARAMS));
        contextFree = find("llama_free", FunctionDescriptor.ofVoid(ADDRESS));
        contextTokensPerSequence = find("llama_n_ctx_seq", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        memory = find("llama_get_memory", FunctionDescriptor.of(ADDRESS, ADDRESS));
        memorySequenceRemove =
                find("llama_memory_seq_rm", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT));
        memorySequenceCopy =
                find("llama_memory_seq_cp", FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
        decode = find("llama_decode", FunctionDescriptor.of(JAVA_INT, ADDRESS, LlamaAbi.BATCH));

        logits = find("llama_get_logits_ith", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));
        embeddingsSet = find("llama_set_embeddings", FunctionDescriptor.ofVoid(ADDRESS, JAVA_BOOLEAN));
        embeddingsOfSequence = find("llama_get_embeddings_seq", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));

        samplerGreedy = find("llama_sampler_init_greedy", FunctionDescriptor.of(ADDRESS));
        samplerGrammar = find("llama_sampler_init_grammar", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS));
        samplerApply = find("llama_sampler_apply", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS));
        samplerAccept = find("llama_sampler_accept", FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT));
        samplerFree = find("llama_sampler_free", FunctionDescriptor.ofVoid(ADDRESS));

        adapterInit = find("llama_adapter_lora_init", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
        adapterFree = find("llama_adapter_lora_free", FunctionDescriptor.ofVoid(ADDRESS));
        adaptersSet =
                find("llama_set_adapters_lora", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
    }

    private MethodHandle find(String symbol, FunctionDescriptor descriptor) {
        return lookup.find(symbol)
                .map(address -> Linker.nativeLinker().downcallHandle(address, descriptor))
                .orElseThrow(() -> new NativeUnavailable(
                        "libllama has no function " + symbol + "; version " + LlamaAbi.VERSION + " is needed"));
    }

    /** A call that failed on the Java side: a wrong signature here, never a fault of the library. */
    static RuntimeException failed(Throwable cause) {
        if (cause instanceof RuntimeException unchecked) {
            return unchecked;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("a native call failed", cause);
    }
}
