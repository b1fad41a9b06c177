package io.compuerta.engine.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Whether a whole GGUF file makes a model that llama.cpp will load without ending the process. What it checks itself
 * and answers with an error (missing tensors, wrong shapes) is left to it; here stands what it asserts, divides by, or
 * uses as an index.
 */
public final class GgufCheck {

    /** Chat models whose template this engine renders: the Qwen family, and Llama for the starter model. */
    private static final Set<String> ARCHITECTURES =
            Set.of("qwen2", "qwen2moe", "qwen3", "qwen3moe", "qwen3next", "qwen35", "qwen35moe", "llama");

    /** Those of them that see a text from left to right in every layer, and so can be cut into steps of any size. */
    private static final Set<String> CAUSAL = Set.of("qwen2", "qwen2moe", "qwen3", "qwen3moe", "llama");

    /** These see all of a text at once. They embed and do not chat. */
    private static final Set<String> ENCODERS = Set.of("bert", "nomic-bert");

    /** These rotate whole heads, and assert it; the encoders assert as much of heads that are not rotated. */
    private static final Set<String> WHOLE_ROTATION = union(CAUSAL, ENCODERS);

    /** Places of the marks in a vocabulary of word pieces that does not name them. */
    private static final long LAST_USUAL_MARK = 103;

    private static final List<String> BYTE_TOKENS = IntStream.range(0, 256)
            .mapToObj(value -> "<0x%02X>".formatted(value))
            .toList();

    private final GgufHeader header;
    private final GgufValueCheck values;
    private final boolean encoder;

    private GgufCheck(GgufHeader header) {
        this.header = header;
        this.values = new GgufValueCheck(header);
        this.encoder = isEncoder(header);
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        return Stream.concat(one.stream(), other.stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether a model sees all of a text at once, and so cannot write. */
    static boolean isEncoder(GgufHeader header) {
        return ENCODERS.contains(header.architecture());
    }

    /**
     * Reads a file's header and checks it; of a split model the first part's, with the tensors of all parts.
     *
     * @throws InvalidModelFile naming the file and what is wrong with it
     * @throws IOException      if it cannot be read
     */
    public static GgufHeader readModel(Path file) throws IOException {
        return read(file, GgufCheck::check);
    }

    /**
     * The same of a model that is to make embeddings.
     *
     * @throws InvalidModelFile naming the file and what is wrong with it
     * @throws IOException      if it cannot be read
     */
    public static GgufHeader readEmbedder(Path file) throws IOException {
        return read(file, GgufCheck::checkEmbedder);
    }

    /** The same of a model that is good for either. */
    static GgufHeader readAny(Path file) throws IOException {
        return read(file, header -> {
            if (isEncoder(header)) {
                checkEmbedder(header);
            } else {
                check(header);
            }
        });
    }

    private interface Check {
        void of(GgufHeader header) throws InvalidModelFile;
    }

    private static GgufHeader read(Path file, Check check) throws IOException {
        GgufHeader header = SplitModel.whole(file, GgufHeader.read(file));
        try {
            check.of(header);
        } catch (InvalidModelFile invalid) {
            throw new InvalidModelFile(file.getFileName() + ": " + invalid.getMessage());
        }
        return header;
    }

    /** @throws InvalidModelFile naming the first value that is out of bounds */
    static void check(GgufHeader header) throws InvalidModelFile {
        new GgufCheck(header).run(ARCHITECTURES);
    }

    /** @throws InvalidModelFile naming the first value that is out of bounds */
    static void checkEmbedder(GgufHeader header) throws InvalidModelFile {
        GgufCheck check = new GgufCheck(header);
        check.run(union(CAUSAL, ENCODERS));
        check.embeddings();
    }

    private void run(Set<String> architectures) throws InvalidModelFile {
        if (!architectures.contains(header.architecture())) {
            throw new InvalidModelFile("architecture '" + header.architecture() + "' is not one of "
                    + architectures.stream().sorted().toList());
        }
        shape();
        vocabulary();
    }

    /** What is read out of the native context is as wide as this says. */
    private void embeddings() throws InvalidModelFile {
        long width = values.required("embedding_length", 8, 1 << 17);
        values.within("embedding_length_out", width, width);
        long pooling = values.within("pooling_type", 0, 4).orElse(0);
        if (pooling == 4) {
            throw new InvalidModelFile("a reranking model (pooling_type 4) makes no embeddings");
        }
        if (!encoder && pooling != 0 && pooling != Pooling.LAST.id()) {
            throw new InvalidModelFile(header.architecture() + ".pooling_type is " + pooling
                    + "; of models that read from left to right only " + Pooling.LAST.id()
                    + " (the last token) is supported");
        }
    }

    private void shape() throws InvalidModelFile {
        long blocks = values.required("block_count", 1, 512);
        values.required("context_length", 256, 1 << 26);
        long width = values.required("embedding_length", 8, 1 << 17);
        values.within("feed_forward_length", 1, 1 << 20);
        long heads = values.required("attention.head_count", 1, 1024);
        long keyHeads = values.within("attention.head_count_kv", 1, heads).orElse(heads);
        if (heads % keyHeads != 0) {
            throw new InvalidModelFile(
                    "attention.head_count " + heads + " is not a multiple of attention.head_count_kv " + keyHeads);
        }
        OptionalLong keyLength = values.within("attention.key_length", 2, 1024);
        if (keyLength.isEmpty() && width % heads != 0) {
            throw new InvalidModelFile(
                    "embedding_length " + width + " is not a multiple of attention.head_count " + heads);
        }
        long headWidth = keyLength.orElse(width / heads);
        long valueWidth = values.within("attention.value_length", 2, 1024).orElse(width / heads);
        long rotated = values.within("rope.dimension_count", 2, headWidth).orElse(headWidth);
        if (headWidth % 2 != 0 || rotated % 2 != 0) {
            throw new InvalidModelFile("heads of " + headWidth + " and rotations of " + rotated + " must be even");
        }
        if (WHOLE_ROTATION.contains(header.architecture()) && (rotated != headWidth || valueWidth != headWidth)) {
            throw new InvalidModelFile("keys of " + headWidth + ", values of " + valueWidth + " and rotations of "
                    + rotated + " must be equal in " + header.architecture());
        }
        if (encoder && heads * headWidth != width) {
            throw new InvalidModelFile("attention.head_count " + heads + " of " + headWidth
                    + " numbers each is not embedding_length " + width);
        }
        values.within("nextn_predict_layers", 0, blocks - 1);
        values.fractions();
        values.experts();
        values.ropeScaling();
        if (!encoder) {
            values.causalAttention();
        }
        values.linearAttention();
        GgufTensorCheck.check(header.tensors(), blocks);
    }

    private void vocabulary() throws InvalidModelFile {
        List<Object> tokens = header.elements("tokenizer.ggml.tokens");
        if (tokens.isEmpty() || !(tokens.getFirst() instanceof String)) {
            throw new InvalidModelFile("tokenizer.ggml.tokens is missing");
        }
        for (String parallel : List.of("tokenizer.ggml.token_type", "tokenizer.ggml.scores")) {
            int size = header.elements(parallel).size();
            if (header.metadata().containsKey(parallel) && size != tokens.size()) {
                throw new InvalidModelFile(parallel + " has " + size + " elements for " + tokens.size() + " tokens");
            }
        }
        tokenizer(tokens);
        tokenTypes();
        for (Map.Entry<String, GgufHeader.Entry> entry : header.metadata().entrySet()) {
            if (entry.getKey().startsWith("tokenizer.ggml.") && entry.getKey().endsWith("_token_id")) {
                if (!(entry.getValue().value() instanceof Long id) || id < 0 || id >= tokens.size()) {
                    throw new InvalidModelFile(entry.getKey() + " is not one of the " + tokens.size() + " tokens");
                }
            }
        }
        Map<Object, Integer> seen = HashMap.newHashMap(tokens.size());
        for (int id = 0; id < tokens.size(); id++) {
            Integer before = seen.put(tokens.get(id), id);
            if (before != null) {
                throw new InvalidModelFile("tokens " + before + " and " + id + " have the same text");
            }
        }
        for (Object merge : header.elements("tokenizer.ggml.merges")) {
            if (!(merge instanceof String pair) || pair.indexOf(' ', 1) < 0) {
                throw new InvalidModelFile("a merge is not two pieces with a space between");
            }
        }
    }

    /** Of the others none is needed; a SentencePiece one without byte tokens throws at the first odd character. */
    private void tokenizer(List<Object> tokens) throws InvalidModelFile {
        String model = header.text("tokenizer.ggml.model").orElse("");
        boolean usable = switch (model) {
            case "gpt2" -> true;
            case "llama" -> Set.copyOf(tokens).containsAll(BYTE_TOKENS);
            case "bert" -> encoder && hasMarks(tokens);
            default -> false;
        };
        if (!usable) {
            throw new InvalidModelFile(
                    "tokenizer.ggml.model is not gpt2, nor llama with a token for each of the 256 bytes"
                            + (encoder ? ", nor bert with tokens for beginning, end and unknown words" : ""));
        }
    }

    /** Asserted at the first text. */
    private boolean hasMarks(List<Object> tokens) {
        return tokens.size() > LAST_USUAL_MARK
                || Stream.of("bos", "seperator", "unknown")
                        .allMatch(mark -> header.integer("tokenizer.ggml." + mark + "_token_id")
                                .isPresent());
    }

    private void tokenTypes() throws InvalidModelFile {
        GgufHeader.Entry entry = header.metadata().get("tokenizer.ggml.token_type");
        if (entry == null) {
            throw new InvalidModelFile("tokenizer.ggml.token_type is missing");
        }
        if (!(entry.value() instanceof GgufHeader.Values types) || (types.type() != 4 && types.type() != 5)) {
            throw new InvalidModelFile("tokenizer.ggml.token_type is not an array of 32-bit integers");
        }
        for (Object type : types.elements()) {
            if (!(type instanceof Long number) || number < 0 || number > 6) {
                throw new InvalidModelFile("token type " + type + " is not one of 0 to 6");
            }
        }
    }
}
