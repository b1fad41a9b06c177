package io.compuerta.engine.model;

import java.nio.file.Path;

/**
 * A model file that is there and whose header was read.
 *
 * @param name         for people: the file's name without its ending
 * @param architecture such as {@code qwen3}
 * @param standIn      true for the starter model, which is not Qwen
 */
public record StoredModel(Path file, String name, String architecture, long bytes, boolean standIn) {

    static StoredModel of(Path file, GgufHeader header, String starterFile) {
        String fileName = file.getFileName().toString();
        boolean standIn = fileName.equalsIgnoreCase(starterFile)
                || header.text("general.basename").orElse("").equalsIgnoreCase("smollm2");
        String name = fileName.endsWith(".gguf") ? fileName.substring(0, fileName.length() - 5) : fileName;
        return new StoredModel(file, name, header.architecture(), header.fileBytes(), standIn);
    }

    boolean isQwen() {
        return architecture.startsWith("qwen");
    }
}
