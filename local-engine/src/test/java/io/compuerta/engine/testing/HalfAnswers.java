package io.compuerta.engine.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A server that can be told to stop halfway through a body, which no web server of the JDK does. */
public final class HalfAnswers implements AutoCloseable {

    private final Map<String, String> bodies;
    private final ServerSocket listening;
    private final CountDownLatch leftAlone = new CountDownLatch(1);

    /** Of this path only half the body is sent; empty answers all. */
    public volatile String stalling = "";

    /** @param bodies by path */
    public HalfAnswers(Map<String, String> bodies) {
        this.bodies = Map.copyOf(bodies);
        try {
            this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public URI root() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort() + "/");
    }

    /** Until the caller of an answer that stopped has closed its connection. */
    public void awaitLeftAlone() throws InterruptedException {
        leftAlone.await();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                Thread.ofVirtual().start(() -> answer(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void answer(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String path = in.readLine().split(" ")[1].replaceAll("\\?.*", "");
            while (!in.readLine().isEmpty()) {
                continue;
            }
            byte[] body = bodies.getOrDefault(path, "").getBytes(StandardCharsets.UTF_8);
            OutputStream out = socket.getOutputStream();
            out.write(("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + body.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            boolean half = path.equals(stalling);
            out.write(body, 0, half ? body.length / 2 : body.length);
            out.flush();
            if (half) {
                awaitEnd(in);
                leftAlone.countDown();
            }
        } catch (IOException gone) {
            // The caller may have hung up earlier than this expected, which is its right.
            return;
        }
    }

    private static void awaitEnd(BufferedReader in) {
        try {
            while (in.read() >= 0) {
                continue;
            }
        } catch (IOException reset) {
            return;
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
