package io.compuerta.engine.model;

import java.nio.file.Path;
import java.util.List;

/**
 * A model file that is there and whose header was read.
 *
 * @param file         to load; the first of a split model's
 * @param parts        all its files, in order
 * @param name         for people and requests: the file's name without its ending
 * @param architecture such as {@code qwen3}
 * @param bytes        of all parts
 * @param standIn      true for the starter model, which is not Qwen
 * @param embedder     whether it was made for embeddings and not for chats
 * @param facts        what the file says of itself
 */
public record StoredModel(
        Path file,
        List<Path> parts,
        String name,
        String architecture,
        long bytes,
        boolean standIn,
        boolean embedder,
        ModelFacts facts) {

    public StoredModel {
        parts = List.copyOf(parts);
    }

    static StoredModel of(Path file, GgufHeader header, String starterFile) {
        String fileName = file.getFileName().toString();
        boolean standIn = fileName.equalsIgnoreCase(starterFile)
                || header.text("general.basename").orElse("").equalsIgnoreCase("smollm2");
        boolean split = header.integer("split.count").orElse(1) > 1;
        return new StoredModel(
                file,
                split ? SplitModel.files(file) : List.of(file),
                SplitModel.modelName(fileName),
                header.architecture(),
                header.fileBytes(),
                standIn,
                EmbeddingFile.isMeantFor(header),
                ModelFacts.of(header));
    }

    boolean isQwen() {
        return architecture.startsWith("qwen");
    }
}
