package io.compuerta.engine.model;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server with the manners of Hugging Face: {@code /…/resolve/…} states size and checksum and redirects to another
 * host, which serves ranges. It also lists files as ModelScope does. It can be told to misbehave.
 */
final class ModelServer implements AutoCloseable {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

    private final HttpServer hub;
    private final HttpServer cdn;
    private final Map<String, byte[]> files = Collections.synchronizedMap(new LinkedHashMap<>());
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<String> tokens = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch closing = new CountDownLatch(1);

    /** Stated instead of the truth; empty states none. */
    volatile String statedSha256;

    volatile int status = 302;
    volatile int cutAfterBytes = Integer.MAX_VALUE;
    volatile int silentAfterBytes = Integer.MAX_VALUE;
    volatile boolean ranges = true;
    volatile String contentTag = "\"one\"";

    /** Run before the CDN serves its n-th request, from 1. */
    volatile java.util.function.IntConsumer beforeServing = count -> {};

    private final java.util.concurrent.atomic.AtomicInteger served = new java.util.concurrent.atomic.AtomicInteger();

    ModelServer(byte[] content, String sha256) throws IOException {
        this.statedSha256 = sha256;
        files.put("tiny-qwen3.gguf", content);
        hub = server();
        cdn = server();
        hub.createContext("/mirror/", this::resolve);
        hub.createContext("/api/v1/models/", this::modelScope);
        hub.createContext("/plain/", this::serve);
        cdn.createContext("/cdn/", this::serve);
        hub.start();
        cdn.start();
    }

    private static HttpServer server() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(task -> Thread.ofVirtual().start(task));
        return server;
    }

    /** Another file to serve, or another content of one. */
    void put(String name, byte[] content) {
        files.put(name, content);
    }

    URI base() {
        return root().resolve("/mirror");
    }

    URI root() {
        return address(hub);
    }

    private static URI address(HttpServer server) {
        return URI.create("http://" + server.getAddress().getHostString() + ":"
                + server.getAddress().getPort());
    }

    /** What was asked for: method, path, range. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    /** Those at the host that redirects point to. */
    List<String> cdnRequests() {
        return requests().stream().filter(request -> request.contains(" /cdn/")).toList();
    }

    /** Paths that were asked for with an Authorization header, and the header. */
    List<String> tokens() {
        return List.copyOf(tokens);
    }

    private void resolve(HttpExchange exchange) throws IOException {
        note(exchange);
        String name = name(exchange);
        byte[] content = files.get(name);
        if (content == null) {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
            return;
        }
        if (!statedSha256.isEmpty()) {
            String stated = files.size() == 1 ? statedSha256 : sha256(content);
            exchange.getResponseHeaders().set("X-Linked-Etag", "\"" + stated + "\"");
        }
        exchange.getResponseHeaders().set("X-Linked-Size", Integer.toString(content.length));
        exchange.getResponseHeaders().set("Location", address(cdn) + "/cdn/" + name + "?signature=s");
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private void modelScope(HttpExchange exchange) throws IOException {
        note(exchange);
        if (!exchange.getRequestURI().getPath().endsWith("/files")) {
            serve(exchange);
            return;
        }
        StringBuilder list = new StringBuilder();
        files.forEach((name, content) -> list.append(list.isEmpty() ? "" : ",")
                .append("{\"Path\":\"%s\",\"Size\":%d,\"Sha256\":\"%s\"}"
                        .formatted(name, content.length, sha256(content))));
        byte[] body = ("{\"Code\":200,\"Data\":{\"Files\":[" + list + "]}}").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void serve(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestURI().getPath().startsWith("/api/")) {
            note(exchange);
        }
        if (exchange.getRequestMethod().equals("GET")) {
            beforeServing.accept(served.incrementAndGet());
        }
        byte[] content = files.getOrDefault(name(exchange), files.get("tiny-qwen3.gguf"));
        Matcher range =
                RANGE.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
        boolean part = range.matches() && ranges;
        int from = part ? Integer.parseInt(range.group(1)) : 0;
        int to = part && !range.group(2).isEmpty() ? Integer.parseInt(range.group(2)) : content.length - 1;
        exchange.getResponseHeaders().set("ETag", contentTag);
        if (part) {
            exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + to + "/" + content.length);
        }
        int length = to - from + 1;
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(content.length));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
            return;
        }
        exchange.sendResponseHeaders(part ? 206 : 200, length);
        if (silentAfterBytes < content.length && length > 1) {
            exchange.getResponseBody().write(content, from, Math.clamp(silentAfterBytes - from, 0, length));
            exchange.getResponseBody().flush();
            awaitClosing();
            return;
        }
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(content, from, Math.min(length, length > 1 ? cutAfterBytes : length));
        } finally {
            exchange.close();
        }
    }

    private void note(HttpExchange exchange) {
        String range = exchange.getRequestHeaders().getFirst("Range");
        String path = exchange.getRequestURI().getPath();
        requests.add(exchange.getRequestMethod() + " " + path + (range == null ? "" : " " + range));
        String token = exchange.getRequestHeaders().getFirst("Authorization");
        if (token != null) {
            tokens.add(path + " " + token);
        }
    }

    private static String name(HttpExchange exchange) {
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        if (query.contains("FilePath=")) {
            return query.replaceFirst(".*FilePath=", "");
        }
        String path = exchange.getRequestURI().getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    static String sha256(byte[] content) {
        try {
            return java.util.HexFormat.of()
                    .formatHex(
                            java.security.MessageDigest.getInstance("SHA-256").digest(content));
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
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
        hub.stop(0);
        cdn.stop(0);
    }
}
