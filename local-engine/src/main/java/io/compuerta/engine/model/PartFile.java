package io.compuerta.engine.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file that is being fetched in chunks by several connections, and beside it a note of what has come, from which
 * another process can go on. The note is written after the bytes it speaks of. Thread-safe.
 */
final class PartFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PartFile.class);

    /** Between notes: what is fetched again after a crash. */
    private static final long NOTE_EVERY_BYTES = 8L << 20;

    /** @param done bytes at the start of each chunk */
    record Note(String identity, long bytes, long chunkBytes, long[] done) {
        boolean isSoundFor(long fileBytes) {
            if (bytes < 1 || chunkBytes < 1 || done == null || done.length != Math.ceilDiv(bytes, chunkBytes)) {
                return false;
            }
            for (int chunk = 0; chunk < done.length; chunk++) {
                long length = Math.min(chunkBytes, bytes - chunk * chunkBytes);
                if (done[chunk] < 0
                        || done[chunk] > length
                        || (done[chunk] > 0 && chunk * chunkBytes + done[chunk] > fileBytes)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Note note && toString().equals(note.toString());
        }

        @Override
        public int hashCode() {
            return toString().hashCode();
        }

        @Override
        public String toString() {
            return identity + " " + bytes + " " + chunkBytes + " " + Arrays.toString(done);
        }
    }

    private final Path part;
    private final Path noteFile;
    private final FileChannel channel;
    private final Note state;
    private final boolean[] claimed;
    private long unnoted;

    private PartFile(Path part, Note state) throws IOException {
        this.part = part;
        this.noteFile = noteFile(part);
        this.state = state;
        this.claimed = new boolean[state.done().length];
        this.channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    static Path noteFile(Path part) {
        return part.resolveSibling(part.getFileName() + ".json");
    }

    /** Goes on with what is there of the same file, else starts anew. */
    static PartFile open(Path part, RemoteFile remote, long chunkBytes) throws IOException {
        Note old = read(part);
        if (old != null
                && !remote.identity().isEmpty()
                && old.identity().equals(remote.identity())
                && old.bytes() == remote.bytes()) {
            return new PartFile(part, old);
        }
        discard(part);
        int chunks = Math.toIntExact(Math.ceilDiv(remote.bytes(), chunkBytes));
        return new PartFile(part, new Note(remote.identity(), remote.bytes(), chunkBytes, new long[chunks]));
    }

    private static @Nullable Note read(Path part) throws IOException {
        if (!Files.exists(part) || !Files.exists(noteFile(part))) {
            return null;
        }
        try {
            Note note = JsonMapper.shared().readValue(Files.readString(noteFile(part)), Note.class);
            return note.isSoundFor(Files.size(part)) ? note : null;
        } catch (JacksonException broken) {
            LOG.debug("the note of an interrupted download cannot be read", broken);
            return null;
        }
    }

    /** Throws what has come away. */
    static void discard(Path part) throws IOException {
        Files.deleteIfExists(part);
        Files.deleteIfExists(noteFile(part));
    }

    /** A chunk that nobody fetches yet, or -1. */
    synchronized int claim() {
        for (int chunk = 0; chunk < claimed.length; chunk++) {
            if (!claimed[chunk] && left(chunk) > 0) {
                claimed[chunk] = true;
                return chunk;
            }
        }
        return -1;
    }

    /** Where a chunk's next byte stands in the file. */
    synchronized long position(int chunk) {
        return chunk * state.chunkBytes() + state.done()[chunk];
    }

    /** Bytes of a chunk that are still to come. */
    synchronized long left(int chunk) {
        long length = Math.min(state.chunkBytes(), state.bytes() - chunk * state.chunkBytes());
        return length - state.done()[chunk];
    }

    /** Bytes that are there. */
    synchronized long done() {
        return Arrays.stream(state.done()).sum();
    }

    long bytes() {
        return state.bytes();
    }

    int chunksLeft() {
        int count = 0;
        for (int chunk = 0; chunk < claimed.length; chunk++) {
            count += left(chunk) > 0 ? 1 : 0;
        }
        return count;
    }

    /** Adds to a chunk; more than fits is cut off. @throws PullFailed if the disk does not take it */
    void append(int chunk, byte[] bytes, int length) throws IOException {
        ByteBuffer some = ByteBuffer.wrap(bytes, 0, (int) Math.min(length, left(chunk)));
        int size = some.remaining();
        long at = position(chunk);
        try {
            while (some.hasRemaining()) {
                at += channel.write(some, at);
            }
        } catch (IOException full) {
            throw new PullFailed(part.getFileName() + " cannot be written (" + full.getMessage() + ")", full);
        }
        synchronized (this) {
            state.done()[chunk] += size;
            unnoted += size;
            if (unnoted >= NOTE_EVERY_BYTES || left(chunk) == 0) {
                note();
            }
        }
    }

    private synchronized void note() throws IOException {
        unnoted = 0;
        Path fresh = noteFile.resolveSibling(noteFile.getFileName() + ".new");
        Files.writeString(fresh, JsonMapper.shared().writeValueAsString(state));
        Files.move(fresh, noteFile, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Keeps the note for the next attempt; of a whole file there is none. */
    @Override
    public synchronized void close() throws IOException {
        channel.close();
        if (done() == state.bytes()) {
            Files.deleteIfExists(noteFile);
        } else if (Files.exists(part)) {
            note();
        }
    }
}
