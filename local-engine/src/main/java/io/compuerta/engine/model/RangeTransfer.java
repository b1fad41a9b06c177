package io.compuerta.engine.model;

import io.compuerta.engine.model.HttpDownload.Changed;
import io.compuerta.engine.model.HttpDownload.Probe;
import io.compuerta.engine.model.HttpDownload.Tuning;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fills a {@link PartFile} over several connections, each fetching one chunk after the other. */
final class RangeTransfer {

    private static final Logger LOG = LoggerFactory.getLogger(RangeTransfer.class);
    private static final int BUFFER_BYTES = 1 << 16;

    private final Http http;
    private final RemoteFile remote;
    private final Probe probe;
    private final PartFile file;
    private final Tuning tuning;
    private final String name;
    private final PullProgress progress;

    /** Where the asked server pointed to; signed addresses expire, then the asked one is tried again. */
    private volatile URI address;

    RangeTransfer(
            Http http,
            RemoteFile remote,
            Probe probe,
            PartFile file,
            Tuning tuning,
            String name,
            PullProgress progress) {
        this.http = http;
        this.remote = remote;
        this.probe = probe;
        this.file = file;
        this.tuning = tuning;
        this.name = name;
        this.progress = progress;
        this.address = probe.address();
    }

    /** Returns when every byte is there. */
    void run() throws IOException {
        tell();
        int workers = Math.min(tuning.connections(), file.chunksLeft());
        ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("download-", 1).factory());
        try {
            ExecutorCompletionService<Void> done = new ExecutorCompletionService<>(threads);
            for (int worker = 0; worker < workers; worker++) {
                done.submit(() -> {
                    work();
                    return null;
                });
            }
            for (int worker = 0; worker < workers; worker++) {
                done.take().get();
            }
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException known) {
                throw known;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new PullFailed("interrupted", stop);
        } finally {
            threads.shutdownNow();
            threads.close();
        }
    }

    private void work() throws IOException {
        for (int chunk = file.claim(); chunk >= 0; chunk = file.claim()) {
            fill(chunk);
        }
    }

    private void fill(int chunk) throws IOException {
        int fruitless = 0;
        Duration wait = tuning.pause();
        while (file.left(chunk) > 0) {
            long before = file.left(chunk);
            try {
                read(chunk);
            } catch (PullFailed | Changed known) {
                throw known;
            } catch (IOException cut) {
                fruitless = file.left(chunk) < before ? 0 : fruitless + 1;
                if (fruitless >= Tuning.ATTEMPTS_WITHOUT_PROGRESS
                        || Thread.currentThread().isInterrupted()) {
                    throw new PullFailed(
                            "the download of " + name + " from "
                                    + remote.address().getHost() + " broke off after " + file.done() + " bytes ("
                                    + Http.text(cut) + "); run it again to go on",
                            cut);
                }
                LOG.debug("a connection for {} was cut at {} bytes, going on", name, file.done(), cut);
                address = remote.address();
                HttpDownload.sleep(wait);
                wait = fruitless == 0 ? tuning.pause() : wait.multipliedBy(2);
            }
        }
    }

    private void read(int chunk) throws IOException {
        long from = file.position(chunk);
        long to = from + file.left(chunk) - 1;
        URI at = address;
        HttpResponse<InputStream> response = http.get(
                at,
                Http.sameOrigin(at, remote.address()) ? remote.token() : null,
                Map.of("Range", "bytes=" + from + "-" + to));
        try (InputStream body = response.body();
                StallGuard guard = new StallGuard(body, tuning.patience())) {
            requireRange(response, from, at);
            address = response.uri();
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                file.append(chunk, buffer, read);
                guard.progress();
                tell();
            }
            guard.requireFlow();
        }
        if (file.left(chunk) > 0) {
            throw new IOException("the connection ended " + file.left(chunk) + " bytes early");
        }
    }

    private void requireRange(HttpResponse<InputStream> response, long from, URI at) throws IOException {
        int status = response.statusCode();
        boolean pointed = !at.equals(remote.address());
        if (pointed && (status == 401 || status == 403 || status == 404 || status == 410)) {
            throw new IOException(
                    "HTTP " + status + " where " + remote.address().getHost() + " pointed to");
        }
        if (status == 416) {
            throw new Changed("the server has no byte " + from);
        }
        Http.requireUsable(at, status);
        String tag = response.headers().firstValue("etag").orElse("");
        String range = response.headers().firstValue("content-range").orElse("");
        if (status != 206
                || !range.startsWith("bytes " + from + "-")
                || !range.endsWith("/" + file.bytes())
                || (!probe.tag().isEmpty() && !tag.isEmpty() && !tag.equals(probe.tag()))) {
            throw new Changed("the server does not go on at byte " + from);
        }
    }

    private synchronized void tell() {
        progress.at(name, file.done(), file.bytes());
    }
}
