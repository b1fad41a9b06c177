package io.compuerta.engine.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was known of a file when it came into the store; kept beside it.
 *
 * @param source as people write it
 * @param sha256 of the bytes that came, lower-case hex
 * @param proof  who vouched for that checksum, in words
 * @param proven whether somebody did
 * @param bytes  of the file
 * @param at     when it came, in ISO 8601
 */
public record PullRecord(String source, String sha256, String proof, boolean proven, long bytes, String at) {

    private static final Logger LOG = LoggerFactory.getLogger(PullRecord.class);

    static Path fileOf(Path model) {
        return model.resolveSibling("." + model.getFileName() + ".record.json");
    }

    void write(Path model) throws IOException {
        Path fresh = model.resolveSibling("." + model.getFileName() + ".record.new");
        Files.writeString(
                fresh, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(this));
        Files.move(fresh, fileOf(model), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Empty for files that were put there by hand. */
    public static Optional<PullRecord> of(Path model) {
        Path file = fileOf(model);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            PullRecord record = JsonMapper.shared().readValue(Files.readString(file), PullRecord.class);
            return Optional.ofNullable(record).filter(known -> known.sha256() != null);
        } catch (JacksonException | IOException unreadable) {
            LOG.debug("{} cannot be read", file, unreadable);
            return Optional.empty();
        }
    }
}
