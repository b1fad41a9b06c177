package io.compuerta.engine.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches one file over HTTP into a {@code .part} file: goes on where an earlier attempt stopped, tries again when the
 * connection is cut, and proves the checksum. Hugging Face states size and SHA-256 of large files in the headers
 * {@code X-Linked-Size} and {@code X-Linked-Etag} of its redirect; they are asked for first.
 */
final class HttpDownload {

    private static final Logger LOG = LoggerFactory.getLogger(HttpDownload.class);
    private static final int ATTEMPTS_WITHOUT_PROGRESS = 4;
    private static final int BUFFER_BYTES = 1 << 16;

    /** Room that is left free on the disk. */
    private static final long SPARE_BYTES = 64L << 20;

    private final HttpClient direct;
    private final HttpClient following;
    private final Duration pause;
    private final Duration patience;

    /**
     * @param pause    before a cut connection is tried again; doubles
     * @param patience with a connection on which nothing comes
     */
    HttpDownload(Duration pause, Duration patience) {
        this.pause = pause;
        this.patience = patience;
        this.direct = client(HttpClient.Redirect.NEVER);
        this.following = client(HttpClient.Redirect.NORMAL);
    }

    /** What a server says about a file. */
    private record Stated(@Nullable String sha256, long bytes) {}

    /**
     * Fetches.
     *
     * @param part   where the bytes go; complete and proven when this returns
     * @param sha256 expected, or null to believe the server's
     * @return whether a checksum was known
     * @throws PullFailed with the reason, in one line
     */
    boolean fetch(URI uri, Path part, @Nullable String sha256, String name, PullProgress progress) throws IOException {
        Stated stated = ask(uri);
        String expected = sha256 != null ? sha256 : stated.sha256();
        if (expected == null) {
            // Without a checksum nothing proves that the old part belongs to the same file.
            Files.deleteIfExists(part);
        }
        int fruitless = 0;
        Duration wait = pause;
        while (true) {
            long before = size(part);
            try {
                checkRoom(part, stated.bytes() - before);
                transfer(uri, part, stated.bytes(), name, progress);
                break;
            } catch (PullFailed failure) {
                throw failure;
            } catch (IOException cut) {
                fruitless = size(part) > before ? 0 : fruitless + 1;
                if (fruitless >= ATTEMPTS_WITHOUT_PROGRESS
                        || Thread.currentThread().isInterrupted()) {
                    throw new PullFailed(
                            "the download of " + name + " from " + uri.getHost() + " broke off after " + size(part)
                                    + " bytes (" + text(cut) + "); run it again to go on",
                            cut);
                }
                LOG.info("the download of {} was cut at {} bytes, going on", name, size(part));
                sleep(wait);
                wait = wait.multipliedBy(2);
            }
        }
        prove(part, expected, name);
        return expected != null;
    }

    private Stated ask(URI uri) throws IOException {
        HttpResponse<Void> response;
        try {
            response = send(direct, HttpRequest.newBuilder(uri).HEAD(), BodyHandlers.discarding());
        } catch (IOException unreachable) {
            throw new PullFailed(uri.getHost() + " cannot be reached (" + text(unreachable) + ")", unreachable);
        }
        requireUsable(uri, response.statusCode());
        String tag = response.headers()
                .firstValue("x-linked-etag")
                .or(() -> response.headers().firstValue("etag"))
                .orElse("")
                .replaceAll("^W/|\"", "")
                .toLowerCase(Locale.ROOT);
        long bytes = response.headers()
                .firstValueAsLong("x-linked-size")
                .orElse(
                        response.statusCode() == 200
                                ? response.headers()
                                        .firstValueAsLong("content-length")
                                        .orElse(-1)
                                : -1);
        return new Stated(tag.matches("[0-9a-f]{64}") ? tag : null, bytes);
    }

    private void transfer(URI uri, Path part, long totalBytes, String name, PullProgress progress) throws IOException {
        long have = size(part);
        if (have > 0 && have == totalBytes) {
            progress.at(name, have, totalBytes);
            return;
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).GET();
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
        }
        HttpResponse<InputStream> response = send(following, request, BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() == 416 || (response.statusCode() == 206 && !startsAt(response, have))) {
                Files.deleteIfExists(part);
                throw new IOException("the server does not go on at byte " + have);
            }
            requireUsable(uri, response.statusCode());
            boolean goesOn = response.statusCode() == 206;
            long bytes = goesOn ? have : 0;
            long length = response.headers().firstValueAsLong("content-length").orElse(-1);
            long total = totalBytes > 0 ? totalBytes : length < 0 ? -1 : bytes + length;
            try (OutputStream out = Files.newOutputStream(
                            part,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            goesOn ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING);
                    StallGuard guard = new StallGuard(body, patience)) {
                byte[] buffer = new byte[BUFFER_BYTES];
                for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                    out.write(buffer, 0, read);
                    bytes += read;
                    guard.progress();
                    progress.at(name, bytes, total);
                }
                guard.requireFlow();
            }
            if (totalBytes > 0 && bytes < totalBytes) {
                throw new IOException("the connection ended " + (totalBytes - bytes) + " bytes early");
            }
        }
    }

    private static boolean startsAt(HttpResponse<?> response, long offset) {
        return response.headers().firstValue("content-range").orElse("").startsWith("bytes " + offset + "-");
    }

    private static void requireUsable(URI uri, int status) throws IOException {
        switch (status) {
            case 200, 206, 301, 302, 303, 307, 308 -> {}
            case 404 -> throw new PullFailed("there is no " + uri.getPath() + " on " + uri.getHost() + " (404)");
            case 401, 403 ->
                throw new PullFailed(uri.getHost() + " refuses " + uri.getPath() + " (" + status + "): is it public?");
            case 429, 500, 502, 503, 504 -> throw new IOException("HTTP " + status);
            default -> throw new PullFailed(uri.getHost() + " answered HTTP " + status + " for " + uri.getPath());
        }
    }

    private static void prove(Path part, @Nullable String expected, String name) throws IOException {
        if (expected == null) {
            LOG.warn("the server states no checksum of {}; only its header is checked", name);
            return;
        }
        String actual = Checksum.sha256(part);
        if (!actual.equals(expected)) {
            Files.deleteIfExists(part);
            throw new PullFailed("the checksum of " + name + " is wrong: " + actual + " instead of " + expected
                    + "; the bytes were thrown away");
        }
    }

    private static void checkRoom(Path part, long bytes) throws IOException {
        long free = Files.getFileStore(Checksum.directoryOf(part)).getUsableSpace();
        if (bytes > 0 && free < bytes + SPARE_BYTES) {
            throw new PullFailed("not enough room in " + Checksum.directoryOf(part) + ": " + (bytes >> 20)
                    + " MB are needed, " + (free >> 20) + " MB are free");
        }
    }

    private static <T> HttpResponse<T> send(
            HttpClient client, HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) throws IOException {
        try {
            return client.send(request.timeout(Duration.ofSeconds(60)).build(), body);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new PullFailed("interrupted", stop);
        }
    }

    private void sleep(Duration wait) throws IOException {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new PullFailed("interrupted", stop);
        }
    }

    private static HttpClient client(HttpClient.Redirect redirects) {
        return HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(10))
                .followRedirects(redirects)
                .build();
    }

    private static long size(Path part) throws IOException {
        return Files.exists(part) ? Files.size(part) : 0;
    }

    private static String text(IOException failure) {
        String message = failure.getMessage();
        return failure instanceof ConnectException || message == null
                ? failure.getClass().getSimpleName()
                : message;
    }
}
