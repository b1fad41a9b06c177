package io.compuerta.engine.model;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Locks between processes, on files beside what they guard; the system drops them when a process ends, however it ends.
 * Within a process, where the system's locks do not count twice, they are counted here. Thread-safe.
 */
final class FileLocks {

    private static final Logger LOG = LoggerFactory.getLogger(FileLocks.class);

    /** Held by this process: how often, and with which lock. */
    private static final Map<Path, Held> HELD = new HashMap<>();

    private static final class Held {
        private final FileChannel channel;
        private final boolean exclusive;
        private int users = 1;

        private Held(FileChannel channel, boolean exclusive) {
            this.channel = channel;
            this.exclusive = exclusive;
        }
    }

    /** Held until closed; closing twice does nothing. */
    interface Lock extends AutoCloseable {
        @Override
        void close();
    }

    private FileLocks() {}

    /** At once or not at all. */
    static Optional<Lock> tryExclusive(Path file) throws IOException {
        return tryLock(file, true);
    }

    /** At once or not at all; several may hold it. */
    static Optional<Lock> tryShared(Path file) throws IOException {
        return tryLock(file, false);
    }

    private static Optional<Lock> tryLock(Path file, boolean exclusive) throws IOException {
        Path key = file.toAbsolutePath().normalize();
        synchronized (HELD) {
            Held held = HELD.get(key);
            if (held != null) {
                if (exclusive || held.exclusive) {
                    return Optional.empty();
                }
                held.users++;
                return Optional.of(release(key, held));
            }
            FileChannel channel =
                    FileChannel.open(key, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = null;
            try {
                lock = channel.tryLock(0, Long.MAX_VALUE, !exclusive);
            } finally {
                if (lock == null) {
                    channel.close();
                }
            }
            if (lock == null) {
                return Optional.empty();
            }
            Held fresh = new Held(channel, exclusive);
            HELD.put(key, fresh);
            return Optional.of(release(key, fresh));
        }
    }

    private static Lock release(Path key, Held held) {
        boolean[] open = {true};
        return () -> {
            synchronized (HELD) {
                if (!open[0]) {
                    return;
                }
                open[0] = false;
                held.users--;
                if (held.users == 0) {
                    HELD.remove(key);
                    close(key, held);
                }
            }
        };
    }

    private static void close(Path key, Held held) {
        try {
            // The file stays: another process may have opened it already, and would then lock one that has no name.
            held.channel.close();
        } catch (IOException failure) {
            LOG.debug("the lock {} was not released cleanly", key, failure);
        }
    }
}
