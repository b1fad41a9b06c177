package io.compuerta.gateway.bench;

import io.compuerta.gateway.bench.SoakBenchmark.Sample;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The gateway's memory as its JVM, its own metrics and the kernel tell it. */
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
        try {
            String metrics =
                    http.send(scrape, HttpResponse.BodyHandlers.ofString()).body();
            return new Sample(
                    second,
                    liveBytes() / MIB,
                    sum(metrics, "jvm_buffer_memory_used_bytes{id=\"direct\"") / MIB,
                    gateway.residentMiB());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Bytes of all live objects: the histogram counts them in a full collection of its own. */
    private long liveBytes() throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(jcmd.toString(), Long.toString(gateway.pid()), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            String total = lines.lines()
                    .filter(line -> line.startsWith("Total"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("jcmd could not look into the gateway"));
            return Long.parseLong(total.strip().split("\\s+")[2]);
        } finally {
            process.destroy();
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
