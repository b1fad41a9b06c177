package io.compuerta.gateway.config;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Looks at the configuration's files when the file system tells of a change in their directory, and at intervals besides.
 * One thread, which ends with the gateway. The directory is watched and not the files, so that a file replaced by renaming
 * is noticed; what a symbolic link leads to elsewhere is left to the intervals.
 */
public final class ConfigWatch implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ConfigWatch.class);

    /** A directory that changes all the time must not put the look off for ever. */
    private static final int MOST_DELAYS = 20;

    private final Path directory;
    private final ReloadSettings settings;
    private final List<LiveFile<?>> files;
    private volatile @Nullable Thread thread;

    ConfigWatch(Path directory, ReloadSettings settings, List<LiveFile<?>> files) {
        this.directory = directory;
        this.settings = settings;
        this.files = List.copyOf(files);
    }

    @Override
    public void start() {
        if (settings.enabled() && thread == null) {
            // Known before it runs, for it ends when it is not the one that is known.
            Thread made = Thread.ofPlatform().name("config-watch").daemon().unstarted(this::run);
            thread = made;
            made.start();
        }
    }

    @Override
    public void stop() {
        Thread running = thread;
        thread = null;
        if (running != null) {
            running.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /** Looks at every file now, on this thread. */
    public void check() {
        for (LiveFile<?> file : files) {
            try {
                var unused = file.check();
            } catch (RuntimeException e) {
                // A listener's fault must not end the watch.
                log.warn("after a change of the configuration: {}", e.getClass().getName());
            }
        }
    }

    private void run() {
        try (Directory watched = new Directory(directory)) {
            while (Thread.currentThread().equals(thread)) {
                if (watched.await(settings.poll())) {
                    for (int i = 0; i < MOST_DELAYS && watched.await(settings.quiet()); i++) {
                        log.trace("the configuration is still being written");
                    }
                }
                check();
            }
        } catch (InterruptedException | ClosedWatchServiceException e) {
            log.debug("the configuration is no longer watched");
        }
    }

    /** A directory's changes; one that cannot be watched has none to tell. */
    private static final class Directory implements AutoCloseable {

        private final Path path;
        private final @Nullable WatchService service;
        private @Nullable WatchKey key;

        private Directory(Path path) {
            this.path = path;
            this.service = open(path);
        }

        private static @Nullable WatchService open(Path path) {
            try {
                return path.getFileSystem().newWatchService();
            } catch (IOException | UnsupportedOperationException e) {
                log.info(
                        "{} cannot be watched, only read at intervals ({})",
                        path,
                        e.getClass().getSimpleName());
                return null;
            }
        }

        /** @return whether something changed before the time was over */
        private boolean await(Duration time) throws InterruptedException {
            WatchService watching = service;
            if (watching == null || !register(watching)) {
                Thread.sleep(time);
                return false;
            }
            WatchKey changed = watching.poll(time.toNanos(), TimeUnit.NANOSECONDS);
            if (changed == null) {
                return false;
            }
            changed.pollEvents();
            if (!changed.reset()) {
                // The directory itself was replaced.
                key = null;
            }
            return true;
        }

        private boolean register(WatchService watching) {
            WatchKey known = key;
            if (known != null && known.isValid()) {
                return true;
            }
            try {
                key = path.register(
                        watching,
                        StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_MODIFY,
                        StandardWatchEventKinds.ENTRY_DELETE);
                return true;
            } catch (IOException e) {
                return false;
            }
        }

        @Override
        public void close() {
            try {
                if (service != null) {
                    service.close();
                }
            } catch (IOException e) {
                log.debug(
                        "the watch of {} did not close: {}", path, e.getClass().getName());
            }
        }
    }
}
