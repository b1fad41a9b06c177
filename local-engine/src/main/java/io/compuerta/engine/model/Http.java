package io.compuerta.engine.model;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Requests with redirects and proxies. A token is sent to the server that was asked and never to one that it points to:
 * the JDK's own redirects would carry it along.
 */
final class Http {

    private static final int MOST_HOPS = 8;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient client;

    /** @param environment for the proxies */
    Http(Map<String, String> environment) {
        client = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(10))
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(new Proxies(environment))
                .build();
    }

    /** Follows redirects; the response's address is the last one. The caller closes the body. */
    HttpResponse<InputStream> get(URI uri, @Nullable String token, Map<String, String> headers) throws IOException {
        URI at = uri;
        for (int hop = 0; hop < MOST_HOPS; hop++) {
            HttpRequest.Builder request = HttpRequest.newBuilder(at).GET();
            headers.forEach(request::header);
            authorize(request, uri, at, token);
            HttpResponse<InputStream> response = send(request, BodyHandlers.ofInputStream());
            if (!isRedirect(response.statusCode())) {
                return response;
            }
            response.body().close();
            at = next(at, response);
        }
        throw new PullFailed(uri.getHost() + " redirects in circles");
    }

    /** Follows redirects only within the server, and none that already says what was asked for. */
    HttpResponse<Void> head(URI uri, @Nullable String token, String wanted) throws IOException {
        URI at = uri;
        for (int hop = 0; hop < MOST_HOPS; hop++) {
            HttpRequest.Builder request = HttpRequest.newBuilder(at).HEAD();
            authorize(request, uri, at, token);
            HttpResponse<Void> response = send(request, BodyHandlers.discarding());
            if (!isRedirect(response.statusCode())
                    || response.headers().firstValue(wanted).isPresent()) {
                return response;
            }
            URI next = next(at, response);
            if (!sameOrigin(at, next)) {
                return response;
            }
            at = next;
        }
        throw new PullFailed(uri.getHost() + " redirects in circles");
    }

    private static void authorize(HttpRequest.Builder request, URI asked, URI at, @Nullable String token) {
        boolean readable = "https".equals(at.getScheme()) || isLoopback(String.valueOf(at.getHost()));
        if (token != null && readable && sameOrigin(asked, at)) {
            request.header("Authorization", "Bearer " + token);
        }
    }

    private static URI next(URI at, HttpResponse<?> response) throws IOException {
        String location = response.headers()
                .firstValue("location")
                .orElseThrow(() -> new PullFailed(at.getHost() + " redirects to nowhere"));
        URI next;
        try {
            next = at.resolve(location);
        } catch (IllegalArgumentException malformed) {
            throw new PullFailed(at.getHost() + " redirects to something that is no address", malformed);
        }
        if (!"https".equals(next.getScheme()) && "https".equals(at.getScheme())) {
            throw new PullFailed(at.getHost() + " redirects from https to " + next.getScheme() + ", which is not safe");
        }
        return next;
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) throws IOException {
        try {
            return client.send(request.timeout(TIMEOUT).build(), body);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new PullFailed("interrupted", stop);
        }
    }

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
    }

    static boolean sameOrigin(URI left, URI right) {
        return Objects.equals(left.getScheme(), right.getScheme())
                && Objects.equals(left.getHost(), right.getHost())
                && left.getPort() == right.getPort();
    }

    /** Throws unless a body of the file follows; what may pass by itself is a plain {@link IOException}. */
    static void requireUsable(URI uri, int status) throws IOException {
        switch (status) {
            case 200, 206, 301, 302, 303, 307, 308 -> {}
            case 404 -> throw new PullFailed("there is no " + uri.getPath() + " on " + uri.getHost() + " (404)");
            case 401, 403 ->
                throw new PullFailed(uri.getHost() + " refuses " + uri.getPath() + " (" + status
                        + "): if it is not public, set HF_TOKEN to a token that may read it");
            case 429, 500, 502, 503, 504 -> throw new IOException("HTTP " + status);
            default -> throw new PullFailed(uri.getHost() + " answered HTTP " + status + " for " + uri.getPath());
        }
    }

    static String text(IOException failure) {
        String message = failure.getMessage();
        return failure instanceof ConnectException || message == null
                ? failure.getClass().getSimpleName()
                : message;
    }
}
