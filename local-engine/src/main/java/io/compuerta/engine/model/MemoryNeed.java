package io.compuerta.engine.model;

/**
 * The memory that a model takes while it serves, estimated: weights, attention cache, fixed states, and room to compute.
 *
 * @param weightBytes       of the file or files
 * @param cacheBytesPerToken of attention cache, in half precision
 * @param stateBytesPerSlot of layers with linear attention, whatever the length of the text; 0 for most models
 */
public record MemoryNeed(long weightBytes, long cacheBytesPerToken, long stateBytesPerSlot) {

    /** Buffers of the computation with the small batches of this engine, and the vocabulary. */
    static final long WORKING_BYTES = 256L << 20;

    /** @param contextTokens of one slot */
    public long bytes(int slots, int contextTokens) {
        return weightBytes + slots * (contextTokens * cacheBytesPerToken + stateBytesPerSlot) + WORKING_BYTES;
    }

    /**
     * Half precision, keys and values.
     *
     * @param layers    with attention
     * @param keyHeads  of each
     * @param headWidth numbers of a key and a value together
     */
    static long cachePerToken(long layers, long keyHeads, long headWidth) {
        return layers * keyHeads * headWidth * 2;
    }

    static MemoryNeed of(GgufHeader header) {
        long blocks = header.hyperparameter("block_count").orElse(0)
                - header.hyperparameter("nextn_predict_layers").orElse(0);
        long heads = header.hyperparameter("attention.head_count").orElse(1);
        long keyHeads = header.hyperparameter("attention.head_count_kv").orElse(heads);
        long usual = header.hyperparameter("embedding_length").orElse(0) / heads;
        long width = header.hyperparameter("attention.key_length").orElse(usual)
                + header.hyperparameter("attention.value_length").orElse(usual);
        boolean linear = header.hyperparameter("ssm.state_size").isPresent();
        long interval =
                linear ? header.hyperparameter("full_attention_interval").orElse(4) : 1;
        long withAttention = blocks / interval;
        long stateNumbers = header.hyperparameter("ssm.state_size").orElse(0)
                * header.hyperparameter("ssm.inner_size").orElse(0);
        return new MemoryNeed(
                header.fileBytes(),
                cachePerToken(withAttention, keyHeads, width),
                (blocks - withAttention) * stateNumbers * Float.BYTES);
    }
}
