package io.compuerta.engine.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one file over HTTP into a {@code .part} file and proves its checksum: in ranges over several connections, going
 * on where an earlier attempt or process stopped; in one piece from a server that has no ranges. Cut connections are
 * taken up again.
 */
final class HttpDownload {

    private static final Logger LOG = LoggerFactory.getLogger(HttpDownload.class);
    private static final int STARTS = 3;
    private static final int BUFFER_BYTES = 1 << 16;

    /** Room that is left free on the disk. */
    private static final long SPARE_BYTES = 64L << 20;

    /** Looks a file up; again when it changed in between. */
    interface Lookup {
        RemoteFile ask() throws IOException;
    }

    /** Bytes that may still be written in a directory. */
    interface Room {
        long bytes(Path directory) throws IOException;
    }

    /** The file on the server is no longer the one that was begun. */
    static final class Changed extends IOException {
        Changed(String message) {
            super(message);
        }
    }

    private final Http http;
    private final Tuning tuning;
    private final Room room;

    /**
     * @param pause       before a cut connection is tried again; doubles
     * @param patience    with a connection on which nothing comes
     * @param connections at the same time, at least 1
     * @param chunkBytes  asked for at once
     */
    record Tuning(Duration pause, Duration patience, int connections, long chunkBytes) {
        static final int ATTEMPTS_WITHOUT_PROGRESS = 4;
        static final Tuning USUAL = new Tuning(Duration.ofSeconds(1), Duration.ofSeconds(60), 4, 32L << 20);
    }

    HttpDownload(Http http, Tuning tuning, Room room) {
        this.http = http;
        this.tuning = tuning;
        this.room = room;
    }

    /**
     * Fetches.
     *
     * @param part where the bytes go; complete and proven when this returns
     * @return what is known of the file
     * @throws PullFailed with the reason, in one line
     */
    RemoteFile fetch(Lookup lookup, Path part, String name, PullProgress progress) throws IOException {
        for (int start = 1; ; start++) {
            RemoteFile remote = lookup.ask();
            try {
                transfer(remote, part, name, progress);
                prove(part, remote, name);
                return remote;
            } catch (Changed changed) {
                PartFile.discard(part);
                if (start == STARTS) {
                    throw new PullFailed(
                            name + " changes on " + remote.address().getHost()
                                    + " while it is fetched; try again later",
                            changed);
                }
                LOG.info("{} changed while it was fetched; starting anew", name);
            }
        }
    }

    private void transfer(RemoteFile asked, Path part, String name, PullProgress progress) throws IOException {
        Probe probe = probe(asked);
        RemoteFile remote = asked.bytes() > 0 ? asked : asked.withBytes(probe.bytes());
        if (!probe.ranges() || remote.bytes() <= 0) {
            PartFile.discard(part);
            checkRoom(part, remote.bytes());
            whole(remote, part, name, progress);
            return;
        }
        try (PartFile file = PartFile.open(part, remote, tuning.chunkBytes())) {
            checkRoom(part, file.bytes() - file.done());
            new RangeTransfer(http, remote, probe, file, tuning, name, progress).run();
        }
    }

    /** Where the bytes really are, whether in ranges, and which file it is there. */
    record Probe(URI address, boolean ranges, long bytes, String tag) {}

    private Probe probe(RemoteFile remote) throws IOException {
        Duration wait = tuning.pause();
        for (int attempt = 1; ; attempt++) {
            try {
                HttpResponse<InputStream> response =
                        http.get(remote.address(), remote.token(), Map.of("Range", "bytes=0-0"));
                try (InputStream _ = response.body()) {
                    Http.requireUsable(remote.address(), response.statusCode());
                    return read(remote, response);
                }
            } catch (PullFailed | Changed known) {
                throw known;
            } catch (IOException cut) {
                if (attempt == Tuning.ATTEMPTS_WITHOUT_PROGRESS) {
                    throw new PullFailed(
                            remote.address().getHost() + " does not give the file (" + Http.text(cut)
                                    + "); try again later",
                            cut);
                }
                sleep(wait);
                wait = wait.multipliedBy(2);
            }
        }
    }

    private static Probe read(RemoteFile remote, HttpResponse<InputStream> response) throws IOException {
        boolean ranges = response.statusCode() == 206;
        String range = response.headers().firstValue("content-range").orElse("");
        String total = range.replaceFirst("^bytes 0-0/(\\d{1,18})$", "$1");
        long bytes = ranges
                ? (total.matches("\\d+") ? Long.parseLong(total) : -1)
                : response.headers().firstValueAsLong("content-length").orElse(-1);
        if (remote.bytes() > 0 && bytes > 0 && remote.bytes() != bytes) {
            throw new Changed("it has " + bytes + " bytes instead of " + remote.bytes());
        }
        return new Probe(
                response.uri(),
                ranges && bytes > 0,
                bytes,
                response.headers().firstValue("etag").orElse(""));
    }

    private void whole(RemoteFile remote, Path part, String name, PullProgress progress) throws IOException {
        Duration wait = tuning.pause();
        long bytes = 0;
        for (int attempt = 1; ; attempt++) {
            try {
                bytes = stream(remote, part, name, progress);
                if (remote.bytes() > 0 && bytes < remote.bytes()) {
                    throw new IOException("the connection ended " + (remote.bytes() - bytes) + " bytes early");
                }
                return;
            } catch (PullFailed known) {
                throw known;
            } catch (IOException cut) {
                if (attempt == Tuning.ATTEMPTS_WITHOUT_PROGRESS) {
                    throw new PullFailed(
                            "the download of " + name + " from "
                                    + remote.address().getHost() + " broke off (" + Http.text(cut)
                                    + "), and the server cannot go on in the middle; run it again to start anew",
                            cut);
                }
                LOG.info("the download of {} was cut, starting anew: its server has no ranges", name);
                sleep(wait);
                wait = wait.multipliedBy(2);
            }
        }
    }

    private long stream(RemoteFile remote, Path part, String name, PullProgress progress) throws IOException {
        HttpResponse<InputStream> response = http.get(remote.address(), remote.token(), Map.of());
        long bytes = 0;
        try (InputStream body = response.body();
                StallGuard guard = new StallGuard(body, tuning.patience())) {
            Http.requireUsable(remote.address(), response.statusCode());
            try (OutputStream out = Files.newOutputStream(part)) {
                byte[] buffer = new byte[BUFFER_BYTES];
                for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                    out.write(buffer, 0, read);
                    bytes += read;
                    guard.progress();
                    progress.at(name, bytes, remote.bytes());
                }
            }
            guard.requireFlow();
        }
        return bytes;
    }

    private static void prove(Path part, RemoteFile remote, String name) throws IOException {
        if (remote.sha256() == null) {
            LOG.warn("the server states no checksum of {}; only its header is checked", name);
            return;
        }
        String actual = Checksum.sha256(part);
        if (!actual.equals(remote.sha256())) {
            PartFile.discard(part);
            throw new PullFailed("the checksum of " + name + " is wrong: " + actual + " instead of " + remote.sha256()
                    + " (" + remote.witness() + "); the bytes were thrown away");
        }
    }

    void checkRoom(Path part, long bytes) throws IOException {
        Path directory = Checksum.directoryOf(part);
        long free = room.bytes(directory);
        if (bytes > 0 && free < bytes + SPARE_BYTES) {
            throw new PullFailed("not enough room in " + directory + ": " + ((bytes + SPARE_BYTES) >> 20)
                    + " MB are needed, " + (free >> 20) + " MB are free");
        }
    }

    static void sleep(Duration wait) throws IOException {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new PullFailed("interrupted", stop);
        }
    }
}
