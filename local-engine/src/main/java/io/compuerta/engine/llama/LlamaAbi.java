package io.compuerta.engine.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * The structures of the one libllama release this binding is written for, x86-64 and arm64 alike. They change between
 * releases, so {@link LlamaLibrary} measures what the library really writes before anything is passed by value.
 */
final class LlamaAbi {

    /** What {@code llama_version()} must answer. */
    static final String VERSION = "0.5.0-dev";

    /** {@code GGML_TYPE_F32}. */
    static final int TYPE_F32 = 0;

    /** {@code LLAMA_FLASH_ATTN_TYPE_DISABLED}. */
    static final int FLASH_ATTENTION_OFF = 0;

    /** {@code LLAMA_VOCAB_TYPE_WPM}: BERT's, which always puts marks around a text. */
    static final int VOCAB_WORD_PIECES = 3;

    static final StructLayout MODEL_PARAMS = MemoryLayout.structLayout(
            ADDRESS.withName("devices"),
            ADDRESS.withName("tensor_buft_overrides"),
            JAVA_INT.withName("n_gpu_layers"),
            JAVA_INT.withName("split_mode"),
            JAVA_INT.withName("load_mode"),
            JAVA_INT.withName("lazy_mode"),
            JAVA_INT.withName("main_gpu"),
            MemoryLayout.paddingLayout(4),
            ADDRESS.withName("tensor_split"),
            ADDRESS.withName("progress_callback"),
            ADDRESS.withName("progress_callback_user_data"),
            ADDRESS.withName("kv_overrides"),
            JAVA_BOOLEAN.withName("vocab_only"),
            JAVA_BOOLEAN.withName("check_tensors"),
            JAVA_BOOLEAN.withName("use_extra_bufts"),
            JAVA_BOOLEAN.withName("no_host"),
            JAVA_BOOLEAN.withName("no_alloc"),
            JAVA_BOOLEAN.withName("load_mtp"),
            MemoryLayout.paddingLayout(2));

    static final StructLayout CONTEXT_PARAMS = contextParams();

    static final StructLayout BATCH = MemoryLayout.structLayout(
            JAVA_INT.withName("n_tokens"),
            MemoryLayout.paddingLayout(4),
            ADDRESS.withName("token"),
            ADDRESS.withName("embd"),
            ADDRESS.withName("pos"),
            ADDRESS.withName("n_seq_id"),
            ADDRESS.withName("seq_id"),
            ADDRESS.withName("logits"));

    static final StructLayout TOKEN_DATA =
            MemoryLayout.structLayout(JAVA_INT.withName("id"), JAVA_FLOAT.withName("logit"), JAVA_FLOAT.withName("p"));

    static final StructLayout TOKEN_DATA_ARRAY = MemoryLayout.structLayout(
            ADDRESS.withName("data"),
            JAVA_LONG.withName("size"),
            JAVA_LONG.withName("selected"),
            JAVA_BOOLEAN.withName("sorted"),
            MemoryLayout.paddingLayout(7));

    private LlamaAbi() {}

    private static StructLayout contextParams() {
        List<MemoryLayout> fields = new ArrayList<>();
        for (String name : List.of(
                "n_ctx",
                "n_batch",
                "n_ubatch",
                "n_seq_max",
                "n_rs_seq",
                "n_outputs_max",
                "n_outputs_max_per_seq",
                "n_threads",
                "n_threads_batch",
                "ctx_type",
                "rope_scaling_type",
                "pooling_type",
                "attention_type",
                "flash_attn_type")) {
            fields.add(JAVA_INT.withName(name));
        }
        for (String name : List.of(
                "rope_freq_base",
                "rope_freq_scale",
                "yarn_ext_factor",
                "yarn_attn_factor",
                "yarn_beta_fast",
                "yarn_beta_slow")) {
            fields.add(JAVA_FLOAT.withName(name));
        }
        fields.add(JAVA_INT.withName("yarn_orig_ctx"));
        fields.add(JAVA_FLOAT.withName("defrag_thold"));
        fields.add(ADDRESS.withName("cb_eval"));
        fields.add(ADDRESS.withName("cb_eval_user_data"));
        fields.add(JAVA_INT.withName("type_k"));
        fields.add(JAVA_INT.withName("type_v"));
        fields.add(ADDRESS.withName("abort_callback"));
        fields.add(ADDRESS.withName("abort_callback_data"));
        for (String name : List.of("embeddings", "offload_kqv", "no_perf", "op_offload", "swa_full", "kv_unified")) {
            fields.add(JAVA_BOOLEAN.withName(name));
        }
        fields.add(MemoryLayout.paddingLayout(2));
        fields.add(ADDRESS.withName("samplers"));
        fields.add(JAVA_LONG.withName("n_samplers"));
        fields.add(ADDRESS.withName("ctx_other"));
        return MemoryLayout.structLayout(fields.toArray(MemoryLayout[]::new));
    }

    /** Where a field starts, in bytes. */
    static long offset(StructLayout struct, String field) {
        return struct.byteOffset(MemoryLayout.PathElement.groupElement(field));
    }
}
