package io.compuerta.engine.model;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A server with the manners of Hugging Face: {@code /…/resolve/…} states size and checksum and redirects to another
 * address, which serves ranges. It can be told to misbehave.
 */
final class ModelServer implements AutoCloseable {

    private final HttpServer server;
    private final byte[] content;
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    volatile String statedSha256;
    volatile int status = 302;
    volatile int cutAfterBytes = Integer.MAX_VALUE;
    volatile int silentAfterBytes = Integer.MAX_VALUE;
    volatile boolean ranges = true;
    private final CountDownLatch closing = new CountDownLatch(1);

    ModelServer(byte[] content, String sha256) throws IOException {
        this.content = content;
        this.statedSha256 = sha256;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/mirror/", this::resolve);
        server.createContext("/cdn/", this::serve);
        server.setExecutor(task -> Thread.ofVirtual().start(task));
        server.start();
    }

    URI base() {
        return URI.create("http://" + server.getAddress().getHostString() + ":"
                + server.getAddress().getPort() + "/mirror");
    }

    /** What was asked for: method, path, range. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    private void resolve(HttpExchange exchange) throws IOException {
        note(exchange);
        if (!statedSha256.isEmpty()) {
            exchange.getResponseHeaders().set("X-Linked-Etag", "\"" + statedSha256 + "\"");
        }
        exchange.getResponseHeaders().set("X-Linked-Size", Integer.toString(content.length));
        exchange.getResponseHeaders().set("Location", "/cdn/file");
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private void serve(HttpExchange exchange) throws IOException {
        note(exchange);
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = 0;
        if (range != null && ranges) {
            from = Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        }
        int length = content.length - from;
        exchange.sendResponseHeaders(range != null && ranges ? 206 : 200, length);
        if (silentAfterBytes < content.length) {
            int some = Math.max(0, silentAfterBytes - from);
            exchange.getResponseBody().write(content, from, some);
            exchange.getResponseBody().flush();
            awaitClosing();
            return;
        }
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(content, from, Math.min(length, cutAfterBytes));
        } finally {
            exchange.close();
        }
    }

    private void note(HttpExchange exchange) {
        String range = exchange.getRequestHeaders().getFirst("Range");
        requests.add(exchange.getRequestMethod() + " "
                + exchange.getRequestURI().getPath() + (range == null ? "" : " " + range));
    }

    private void awaitClosing() {
        try {
            closing.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }
}
