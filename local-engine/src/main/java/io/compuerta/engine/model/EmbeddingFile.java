package io.compuerta.engine.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A GGUF file that can make embeddings, and how.
 *
 * @param file              to load; the first of a split model's
 * @param name              the file's without its ending
 * @param encoder           whether the model sees all of a text at once; else it reads from left to right
 * @param pooling           the file's, else the architecture's usual one
 * @param made              whether the file says that it was made for embeddings; else it is a chat model, whose vectors
 *     tell less
 * @param dimension         length of the vectors
 * @param shortestDimension to which the model was trained to be cut, else the dimension
 * @param trainedTokens     longest text that it was trained for
 * @param fingerprint       SHA-256 of the file's size, its pooling and samples from all over it; hashing all of some
 *     gigabytes would hold up each start
 */
public record EmbeddingFile(
        Path file,
        String name,
        boolean encoder,
        Pooling pooling,
        boolean made,
        int dimension,
        int shortestDimension,
        int trainedTokens,
        String fingerprint) {

    /** Trained so that the first numbers of a vector are one by themselves, of 32 numbers or more. */
    private static final Pattern MATRYOSHKA = Pattern.compile("qwen3[-_ .]?embedding.*", Pattern.DOTALL);

    private static final int MATRYOSHKA_SHORTEST = 32;
    private static final int SAMPLES = 64;
    private static final int SAMPLE_BYTES = 1 << 16;

    /**
     * Reads and checks a file.
     *
     * @throws InvalidModelFile naming the file and what is wrong with it
     * @throws IOException      if it cannot be read
     */
    public static EmbeddingFile read(Path file) throws IOException {
        GgufHeader header = GgufCheck.readEmbedder(file);
        boolean encoder = GgufCheck.isEncoder(header);
        Pooling pooling = pooling(header, encoder);
        int dimension =
                Math.toIntExact(header.hyperparameter("embedding_length").orElseThrow());
        return new EmbeddingFile(
                file,
                SplitModel.modelName(file.getFileName().toString()),
                encoder,
                pooling,
                isMeantFor(header),
                dimension,
                isMatryoshka(header) ? Math.min(MATRYOSHKA_SHORTEST, dimension) : dimension,
                Math.toIntExact(header.hyperparameter("context_length").orElseThrow()),
                fingerprint(file, pooling));
    }

    private static Pooling pooling(GgufHeader header, boolean encoder) {
        long said = header.hyperparameter("pooling_type").orElse(0);
        return Stream.of(Pooling.values())
                .filter(pooling -> pooling.id() == said)
                .findFirst()
                .orElse(encoder ? Pooling.MEAN : Pooling.LAST);
    }

    /** Whether a model was made for embeddings: it says how to pool, cannot write, or is called so. */
    static boolean isMeantFor(GgufHeader header) {
        return GgufCheck.isEncoder(header)
                || header.hyperparameter("pooling_type").orElse(0) > 0
                || names(header).anyMatch(name -> name.contains("embed"));
    }

    private static boolean isMatryoshka(GgufHeader header) {
        return names(header).anyMatch(name -> MATRYOSHKA.matcher(name).matches());
    }

    private static Stream<String> names(GgufHeader header) {
        return Stream.of("general.basename", "general.name")
                .flatMap(key -> header.text(key).stream())
                .map(name -> name.toLowerCase(Locale.ROOT));
    }

    private static String fingerprint(Path first, Pooling pooling) throws IOException {
        MessageDigest digest = sha256();
        digest.update(pooling.name().getBytes(StandardCharsets.UTF_8));
        for (Path part : SplitModel.files(first)) {
            try (FileChannel channel = FileChannel.open(part)) {
                long size = channel.size();
                digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, size));
                long most = Math.max(0, size - SAMPLE_BYTES);
                for (int sample = 0; sample < SAMPLES; sample++) {
                    ByteBuffer bytes = ByteBuffer.allocate(SAMPLE_BYTES);
                    channel.read(bytes, most / (SAMPLES - 1) * sample);
                    digest.update(bytes.flip());
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
