package io.compuerta.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.engine.model.HttpDownload.Tuning;
import io.compuerta.engine.testing.TinyQwen3Gguf;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What can go wrong between a server and the store, with a server on the loopback. */
@Timeout(60)
class DownloadTest {

    private static final ModelSource QWEN = new ModelSource("Qwen/Tiny", "main", "tiny-qwen3.gguf", null);
    private static final int CHUNK = 64 << 10;

    @TempDir
    private Path data;

    @TempDir
    private Path elsewhere;

    private byte[] bytes;
    private ModelServer server;

    @BeforeEach
    void serve() throws IOException {
        Path file = TinyQwen3Gguf.write(elsewhere);
        bytes = Files.readAllBytes(file);
        server = new ModelServer(bytes, Checksum.sha256(file));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Pulls.Settings settings() {
        return ModelStoreTest.settings(
                server, Duration.ofSeconds(60), List.of("no-such-python"), StarterPackage.SMOLLM2);
    }

    private ModelStore store() {
        return new ModelStore(data, settings());
    }

    private ModelStore store(Tuning tuning, long room, Duration lockPatience) {
        Pulls.Settings usual = settings();
        return new ModelStore(
                data,
                new Pulls.Settings(
                        usual.mirror(),
                        usual.modelScope(),
                        usual.token(),
                        usual.environment(),
                        tuning,
                        directory -> room,
                        lockPatience,
                        usual.pip(),
                        usual.starter()));
    }

    private Path inStore(String name) {
        return data.resolve("models").resolve(name);
    }

    private void assertPulled(PullResult result) {
        assertThat(result).isInstanceOf(PullResult.Pulled.class);
        assertThat(inStore("tiny-qwen3.gguf")).hasBinaryContent(bytes);
        assertThat(inStore("tiny-qwen3.gguf.part")).doesNotExist();
        assertThat(inStore("tiny-qwen3.gguf.part.json")).doesNotExist();
    }

    private static String reason(PullResult result) {
        assertThat(result).isInstanceOf(PullResult.Failed.class);
        return ((PullResult.Failed) result).reason();
    }

    @Test
    void severalConnectionsFetchTheirPartsAtTheSameTime() {
        CountDownLatch together = new CountDownLatch(4);
        server.beforeServing = count -> {
            // The first looks whether there are ranges; the next four must all be there before one is served.
            if (count > 1 && count <= 5) {
                together.countDown();
                await(together);
            }
        };

        assertPulled(store().pull(QWEN, PullProgress.SILENT));
        assertThat(server.cdnRequests()).hasSize(1 + Math.ceilDiv(bytes.length, CHUNK));
    }

    @Test
    void theServerThatRedirectsIsAskedOnceForItsAddress() {
        assertPulled(store().pull(QWEN, PullProgress.SILENT));

        assertThat(server.requests())
                .filteredOn(request -> request.contains("/mirror/"))
                .hasSize(2);
    }

    @Test
    void aTokenIsSentToTheServerThatIsAskedAndNotToTheOneItPointsTo() {
        assertPulled(store().pull(QWEN, PullProgress.SILENT));

        assertThat(server.cdnRequests()).isNotEmpty();
        assertThat(server.tokens())
                .isNotEmpty()
                .allMatch(token -> token.startsWith("/mirror/") && token.endsWith(" Bearer secret-token"));
        assertThat(settings().toString()).doesNotContain("secret-token");
    }

    /** One connection brings the first two chunks; then nothing more comes until this returns. */
    private void interruptAfterTwoChunks() {
        server.beforeServing = count -> {
            if (count > 3) {
                server.cutAfterBytes = 0;
            }
        };
        ModelStore single = store(new Tuning(Duration.ZERO, Duration.ofSeconds(60), 1, CHUNK), 1L << 40, Duration.ZERO);
        assertThat(reason(single.pull(QWEN, PullProgress.SILENT)))
                .contains("broke off after " + 2 * CHUNK + " bytes")
                .contains("to go on");
        server.cutAfterBytes = Integer.MAX_VALUE;
        server.beforeServing = count -> {};
    }

    @Test
    void anotherProcessGoesOnWhereTheFirstStopped() {
        interruptAfterTwoChunks();
        long before = server.requests().size();

        long[] first = {-1};
        assertPulled(store().pull(QWEN, (file, done, total) -> first[0] = first[0] < 0 ? done : first[0]));

        assertThat(first[0]).as("bytes that are there at once").isEqualTo(2 * CHUNK);
        assertThat(server.requests().stream()
                        .skip(before)
                        .filter(request -> request.contains("bytes=0-" + (CHUNK - 1))))
                .as("what is there is not fetched again")
                .isEmpty();
    }

    @Test
    void whatIsThereOfAnotherFileIsNotGoneOnWith() throws IOException {
        interruptAfterTwoChunks();
        byte[] other = Files.readAllBytes(TinyQwen3Gguf.write(elsewhere, 1024, 99));
        assertThat(other).hasSameSizeAs(bytes).isNotEqualTo(bytes);
        bytes = other;
        server.put("tiny-qwen3.gguf", other);
        server.statedSha256 = ModelServer.sha256(other);

        assertPulled(store().pull(QWEN, PullProgress.SILENT));
    }

    @Test
    void aFileThatChangesWhileItIsFetchedIsFetchedAnew() throws IOException {
        byte[] other = Files.readAllBytes(TinyQwen3Gguf.write(elsewhere, 1024, 99));
        server.beforeServing = count -> {
            if (count == 4) {
                bytes = other;
                server.put("tiny-qwen3.gguf", other);
                server.statedSha256 = ModelServer.sha256(other);
                server.contentTag = "\"two\"";
            }
        };

        assertPulled(store().pull(QWEN, PullProgress.SILENT));
    }

    @Test
    void aFileThatKeepsChangingIsGivenUp() {
        server.beforeServing = count -> server.contentTag = "\"" + count + "\"";

        assertThat(reason(store().pull(QWEN, PullProgress.SILENT))).contains("changes on");
    }

    @Test
    void aServerWithoutRangesGivesItInOnePiece() throws IOException {
        Files.createDirectories(data.resolve("models"));
        Files.write(inStore("tiny-qwen3.gguf.part"), Arrays.copyOf(bytes, 1000));
        server.ranges = false;

        assertPulled(store().pull(QWEN, PullProgress.SILENT));
        assertThat(server.cdnRequests())
                .containsExactly("GET /cdn/tiny-qwen3.gguf bytes=0-0", "GET /cdn/tiny-qwen3.gguf");
    }

    @Test
    void cutConnectionsAreTakenUpAgain() {
        server.cutAfterBytes = CHUNK / 5;

        assertPulled(store().pull(QWEN, PullProgress.SILENT));
        assertThat(server.requests()).hasSizeGreaterThan(bytes.length / (CHUNK / 5));
    }

    @Test
    void aSilentConnectionIsGivenUp() {
        server.silentAfterBytes = 100;
        ModelStore impatient =
                store(new Tuning(Duration.ZERO, Duration.ofMillis(200), 1, 1 << 30), 1L << 40, Duration.ZERO);

        assertThat(reason(impatient.pull(QWEN, PullProgress.SILENT))).contains("broke off after 100 bytes");
    }

    @Test
    void aFullDiskIsSaidBeforeTheDownload() {
        ModelStore full = store(Tuning.USUAL, 1000, Duration.ZERO);

        assertThat(reason(full.pull(QWEN, PullProgress.SILENT)))
                .contains("not enough room")
                .contains("MB are needed");
        assertThat(server.cdnRequests()).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void whatIsAlreadyThereNeedsNoRoom() {
        interruptAfterTwoChunks();

        long enough = bytes.length - 2 * CHUNK + (64L << 20);
        ModelStore tight = store(new Tuning(Duration.ZERO, Duration.ofSeconds(60), 4, CHUNK), enough, Duration.ZERO);

        assertPulled(tight.pull(QWEN, PullProgress.SILENT));
    }

    @Test
    void theSecondProcessWaitsForTheFirst() throws Exception {
        CountDownLatch serving = new CountDownLatch(1);
        CountDownLatch waiting = new CountDownLatch(1);
        server.beforeServing = count -> {
            serving.countDown();
            await(waiting);
        };
        Process child = child();
        try {
            await(serving);

            assertThat(reason(store().pull(QWEN, PullProgress.SILENT))).contains("another process");

            ModelStore patient = store(Tuning.USUAL, 1L << 40, Duration.ofMinutes(1));
            assertPulled(patient.pull(QWEN, new PullProgress() {
                @Override
                public void at(String file, long done, long total) {}

                @Override
                public void waiting(String file) {
                    waiting.countDown();
                }
            }));
            assertThat(child.waitFor()).isZero();
            assertThat(server.requests())
                    .filteredOn(request -> request.startsWith("HEAD"))
                    .hasSize(1);
        } finally {
            child.destroyForcibly();
        }
    }

    private Process child() throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PullInChild.class.getName(),
                        data.toString(),
                        server.base().toString())
                .inheritIO()
                .start();
    }

    /** Pulls as another process would. */
    static final class PullInChild {
        public static void main(String[] arguments) {
            ModelStore store = new ModelStore(Path.of(arguments[0]), URI.create(arguments[1]));
            PullResult result = store.pull(QWEN, PullProgress.SILENT);
            System.exit(result instanceof PullResult.Pulled ? 0 : 1);
        }
    }

    @Test
    void modelScopeStatesItsChecksumInItsFileList() {
        PullResult result =
                store().pull(PullSource.parse("modelscope:Qwen/Tiny/tiny-qwen3.gguf", null), PullProgress.SILENT);

        assertPulled(result);
        assertThat(((PullResult.Pulled) result).verified()).isTrue();
        assertThat(server.requests().getFirst()).startsWith("GET /api/v1/models/Qwen/Tiny/repo/files");
        assertThat(server.tokens()).as("the token is Hugging Face's").isEmpty();
    }

    @Test
    void aPlainAddressIsOnlyAsGoodAsTheChecksumThatIsGiven() {
        String address = server.root() + "/plain/tiny-qwen3.gguf";

        PullResult without = store().pull(PullSource.parse(address, null), PullProgress.SILENT);
        PullResult wrong = new ModelStore(data.resolve("other"), settings())
                .pull(PullSource.parse(address, "0".repeat(64)), PullProgress.SILENT);

        assertPulled(without);
        assertThat(((PullResult.Pulled) without).verified()).isFalse();
        assertThat(reason(wrong)).contains("checksum");
    }

    @Test
    void aFileIsCopiedAndLeftWhereItWas() {
        Path file = elsewhere.resolve("tiny-qwen3.gguf");

        assertPulled(store().pull(PullSource.parse("file:" + file, null), PullProgress.SILENT));
        assertThat(file).exists();
        assertThat(reason(store().pull(PullSource.parse("file:/nowhere/x.gguf", null), PullProgress.SILENT)))
                .contains("/nowhere/x.gguf");
    }

    @Test
    void proxiesOfTheEnvironmentAreTakenButForExemptHosts() {
        Proxies proxies = new Proxies(Map.of(
                "HTTPS_PROXY",
                "http://user:pass@proxy.example:3128",
                "no_proxy",
                "internal.example, .corp.example,*.x"));

        assertThat(proxies.select(URI.create("https://huggingface.co/x")).toString())
                .contains("proxy.example")
                .contains("3128");
        assertThat(proxies.select(URI.create("https://internal.example/x"))).containsExactly(java.net.Proxy.NO_PROXY);
        assertThat(proxies.select(URI.create("https://a.corp.example/x"))).containsExactly(java.net.Proxy.NO_PROXY);
        assertThat(proxies.select(URI.create("http://huggingface.co/x"))).containsExactly(java.net.Proxy.NO_PROXY);
    }

    @Test
    void aProxyIsReallyUsed() throws IOException {
        try (ModelServer proxy = new ModelServer("x".getBytes(StandardCharsets.UTF_8), "")) {
            Pulls.Settings usual = settings();
            ModelStore store = new ModelStore(
                    data,
                    new Pulls.Settings(
                            URI.create("http://hub.example/mirror"),
                            usual.modelScope(),
                            null,
                            Map.of("http_proxy", proxy.root().toString()),
                            usual.tuning(),
                            usual.room(),
                            usual.lockPatience(),
                            usual.pip(),
                            usual.starter()));

            store.pull(QWEN, PullProgress.SILENT);

            assertThat(proxy.requests()).contains("HEAD /mirror/Qwen/Tiny/resolve/main/tiny-qwen3.gguf");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void interruptingEndsADownloadAtOnce() {
        CountDownLatch serving = new CountDownLatch(2);
        server.silentAfterBytes = 100;
        server.beforeServing = count -> serving.countDown();
        CompletableFuture<PullResult> result = new CompletableFuture<>();
        Thread puller = Thread.ofVirtual().start(() -> result.complete(store().pull(QWEN, PullProgress.SILENT)));
        await(serving);

        puller.interrupt();

        assertThat(reason(result.orTimeout(60, TimeUnit.SECONDS).join())).contains("interrupted");
    }
}
