package io.compuerta.gateway.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * An OpenAI upstream on plain sockets, run in a process of its own by {@link StubUpstream}: only the JDK, so that what
 * the gateway sends is seen as bytes and not as some library reads it. The asked model chooses the behaviour:
 *
 * <ul>
 *   <li>{@code echo}: repeats the last message's text, one character a chunk when streaming
 *   <li>{@code tools}: repeats it as the arguments of a tool call, one character a chunk
 *   <li>{@code halves}: an emoji whose surrogates stand in two chunks
 *   <li>{@code endless}: a chunk every few milliseconds until the caller hangs up, which it reports
 *   <li>{@code hang}: three chunks, then nothing until the process is killed
 * </ul>
 *
 * Requests to {@code /messages} are {@link StubMessages}'.
 */
public final class StubServer {

    private final Path record;

    private StubServer(Path record) {
        this.record = record;
    }

    public static void main(String[] args) throws IOException {
        StubServer server = new StubServer(Path.of(args[0]));
        Thread.ofPlatform().daemon().start(StubServer::endWithTheTests);
        try (ServerSocket socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress())) {
            say("PORT " + socket.getLocalPort());
            while (true) {
                Socket connection = socket.accept();
                Thread.ofPlatform().daemon().start(() -> server.serve(connection));
            }
        }
    }

    /** Standard input ends when the test run does, however it ended: no stub is left behind. */
    private static void endWithTheTests() {
        try {
            var unused = System.in.readAllBytes();
        } catch (IOException e) {
            // As good as its end.
        }
        System.exit(0);
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private synchronized void keep(byte[] bytes) {
        try {
            Files.write(record, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            InputStream in = connection.getInputStream();
            Request request = read(in);
            while (!request.body().isEmpty()) {
                if (request.line().contains("/messages")) {
                    StubMessages.answer(request.body(), connection.getOutputStream());
                } else {
                    answer(request.body(), connection.getOutputStream());
                }
                request = read(in);
            }
        } catch (IOException e) {
            say("DISCONNECTED");
        }
    }

    private record Request(String line, String body) {}

    /** One request; an empty body when the caller is done. Everything read is kept first. */
    private Request read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                return new Request("", "");
            }
            head.write(b);
        }
        keep(head.toByteArray());
        String headers = head.toString(StandardCharsets.ISO_8859_1).toLowerCase(java.util.Locale.ROOT);
        int at = headers.indexOf("content-length:");
        int length = Integer.parseInt(
                headers.substring(at + 15, headers.indexOf('\r', at)).strip());
        byte[] body = in.readNBytes(length);
        keep(body);
        return new Request(headers.substring(0, headers.indexOf('\r')), new String(body, StandardCharsets.UTF_8));
    }

    private static void answer(String body, OutputStream out) throws IOException {
        String model = JsonText.last(body, "model");
        String said = JsonText.last(body, "content");
        if (!body.contains("\"stream\":true")) {
            whole(model, said, out);
            return;
        }
        write(out, """
                HTTP/1.1 200 OK\r
                Content-Type: text/event-stream\r
                Transfer-Encoding: chunked\r
                \r
                """);
        switch (model) {
            case "tools" -> {
                event(
                        out,
                        delta("{\"role\":\"assistant\",\"tool_calls\":[{\"index\":0,\"id\":\"call_1\","
                                + "\"type\":\"function\",\"function\":{\"name\":\"note\",\"arguments\":\"\"}}]}"));
                for (String piece : JsonText.characters("{\"text\":" + JsonText.quoted(said) + "}")) {
                    event(
                            out,
                            delta("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":" + JsonText.quoted(piece)
                                    + "}}]}"));
                }
                end(out, "tool_calls");
            }
            case "halves" -> {
                event(out, delta("{\"content\":\"a\\ud83d\"}"));
                event(out, delta("{\"content\":\"\\ude00b\"}"));
                end(out, "stop");
            }
            case "endless" -> {
                while (true) {
                    event(out, delta("{\"content\":\"again \"}"));
                    pause(5);
                }
            }
            case "hang" -> {
                for (int i = 0; i < 3; i++) {
                    event(out, delta("{\"content\":\"piece " + i + " \"}"));
                }
                say("HANGING");
                pause(600_000);
            }
            default -> {
                for (String piece : JsonText.characters(said)) {
                    event(out, delta("{\"content\":" + JsonText.quoted(piece) + "}"));
                }
                end(out, "stop");
            }
        }
    }

    private static void whole(String model, String said, OutputStream out) throws IOException {
        String message = model.equals("tools")
                ? "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"call_1\",\"type\":\"function\","
                        + "\"function\":{\"name\":\"note\",\"arguments\":"
                        + JsonText.quoted("{\"text\":" + JsonText.quoted(said) + "}") + "}}]}"
                : "{\"role\":\"assistant\",\"content\":" + JsonText.quoted(said) + "}";
        byte[] json = ("{\"id\":\"x\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"" + model
                        + "\",\"choices\":[{\"index\":0,\"message\":" + message + ",\"finish_reason\":\""
                        + (model.equals("tools") ? "tool_calls" : "stop")
                        + "\"}],\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":10,\"total_tokens\":110}}")
                .getBytes(StandardCharsets.UTF_8);
        write(out, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + json.length + "\r\n\r\n");
        out.write(json);
        out.flush();
    }

    private static String delta(String delta) {
        return "{\"id\":\"x\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":"
                + "[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":null}]}";
    }

    private static void end(OutputStream out, String reason) throws IOException {
        event(out, delta("{}").replace("\"finish_reason\":null", "\"finish_reason\":\"" + reason + "\""));
        event(out, "{\"id\":\"x\",\"choices\":[],\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":10}}");
        event(out, "[DONE]");
        write(out, "0\r\n\r\n");
    }

    private static void event(OutputStream out, String data) throws IOException {
        frame(out, "data: " + data + "\n\n");
    }

    /** One chunk of the body. */
    static void frame(OutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(out, Integer.toHexString(bytes.length) + "\r\n");
        out.write(bytes);
        write(out, "\r\n");
    }

    static void write(OutputStream out, String ascii) throws IOException {
        out.write(ascii.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
