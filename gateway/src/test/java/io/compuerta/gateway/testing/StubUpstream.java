package io.compuerta.gateway.testing;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A provider in a process of its own ({@link StubServer}), with every byte it received. */
public final class StubUpstream implements AutoCloseable {

    private final Process process;
    private final Path record;
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final int port;

    private StubUpstream(Process process, Path record) {
        this.process = process;
        this.record = record;
        CompletableFuture<Integer> announced = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("stub-output").start(() -> listen(announced));
        this.port = announced.orTimeout(60, TimeUnit.SECONDS).join();
    }

    public static StubUpstream start() {
        try {
            Path record = Files.createTempFile("stub", ".bytes");
            record.toFile().deleteOnExit();
            Path classes = Path.of(StubServer.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            String java = System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
            Process process = new ProcessBuilder(
                            java,
                            "-Xmx64m",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            classes.toString(),
                            StubServer.class.getName(),
                            record.toString())
                    .redirectErrorStream(true)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new StubUpstream(process, record);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void listen(CompletableFuture<Integer> announced) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("PORT ")) {
                    announced.complete(Integer.valueOf(line.substring(5)));
                }
                said.add(line);
            }
        } catch (IOException e) {
            // The process was killed, as some tests do.
        }
        announced.completeExceptionally(new IllegalStateException("the stub did not start: " + said));
    }

    public String baseUrl() {
        return "http://127.0.0.1:" + port + "/v1";
    }

    /** Every byte received so far, headers included, as Latin-1 so that no byte is lost. */
    public String received() {
        try {
            return Files.readString(record, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every byte received so far, read as UTF-8. */
    public String receivedText() {
        return new String(received().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    public void forget() {
        try {
            Files.write(record, new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        said.clear();
    }

    /** How often it reported that line: {@code DISCONNECTED} or {@code HANGING}. */
    public long reported(String line) {
        return said.stream().filter(line::equals).count();
    }

    /** Ends the process as a crash would. */
    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
