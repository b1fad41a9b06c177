package io.compuerta.gateway.bench;

import io.compuerta.gateway.bench.SoakBenchmark.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The gateway's memory as its own metrics and the kernel tell it, right after a full collection that it asks for. */
final class MemoryProbe {

    private static final double MIB = 1024 * 1024;

    private final Child gateway;
    private final HttpRequest scrape;
    private final HttpClient http = HttpClient.newHttpClient();

    MemoryProbe(Child gateway, int port) {
        this.gateway = gateway;
        this.scrape = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/prometheus"))
                .build();
    }

    /** @param second since the measurement began */
    Sample sample(long second) {
        collect();
        try {
            String metrics =
                    http.send(scrape, HttpResponse.BodyHandlers.ofString()).body();
            return new Sample(
                    second,
                    sum(metrics, "jvm_memory_used_bytes{area=\"heap\"") / MIB,
                    sum(metrics, "jvm_buffer_memory_used_bytes{id=\"direct\"") / MIB,
                    gateway.residentMiB());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void collect() {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process process = new ProcessBuilder(jcmd.toString(), Long.toString(gateway.pid()), "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("jcmd GC.run did not end within 30 s");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The sum of all series that begin so. */
    static double sum(String metrics, String series) {
        return metrics.lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
