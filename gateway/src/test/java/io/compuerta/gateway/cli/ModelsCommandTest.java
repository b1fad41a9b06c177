package io.compuerta.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.engine.model.ModelStore;
import io.compuerta.engine.testing.TinyQwen3Gguf;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./compuerta models ...}, without a network. */
class ModelsCommandTest {

    private static final int TERMINAL_WIDTH = 100;

    @TempDir
    Path data;

    @TempDir
    Path elsewhere;

    private Path source;

    @BeforeEach
    void write() {
        source = TinyQwen3Gguf.write(elsewhere);
    }

    private Commands.Outcome run(String... arguments) {
        return Commands.run(data, arguments);
    }

    private void pull() {
        assertThat(run("models", "pull", "file:" + source).exitCode()).isZero();
    }

    private Path stored() {
        return data.resolve("models").resolve("tiny-qwen3.gguf");
    }

    private static JsonNode json(Commands.Outcome outcome) {
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        return JsonMapper.shared().readTree(outcome.out());
    }

    @Test
    void whatIsPulledIsListedForPeopleAndPrograms() {
        pull();

        var table = run("models", "list");
        JsonNode listed = json(run("models", "list", "--json"));

        assertThat(table.out().lines().toList().get(1))
                .startsWith("* tiny-qwen3")
                .contains("F32")
                .contains("512");
        assertThat(table.out()).contains("best here: Qwen");
        assertThat(table.out().lines().filter(line -> !line.startsWith("best here")))
                .allMatch(line -> line.length() <= TERMINAL_WIDTH);
        JsonNode model = listed.path("models").get(0);
        assertThat(model.path("name").asString()).isEqualTo("tiny-qwen3");
        assertThat(model.path("default").asBoolean()).isTrue();
        assertThat(model.path("serving").asBoolean()).isFalse();
        assertThat(model.path("memory_bytes").asLong()).isPositive();
        assertThat(listed.path("best_here").asString()).contains("needs");
    }

    @Test
    void pullSaysWhatWasVerified() {
        var unverified = run("models", "pull", "file:" + source);
        var wrong = run("models", "pull", "file:" + source, "--sha256", "0".repeat(64), "--data", elsewhere.toString());

        assertThat(unverified.out()).contains("SHA-256 NOT verified");
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.err()).contains("checksum");
    }

    @Test
    void infoTellsWhatAModelIsAndTakes() {
        pull();

        var text = run("models", "info", "tiny-qwen3");
        JsonNode info = json(run("models", "info", "tiny-qwen3", "--json"));
        var known = run("models", "info", "Qwen3-8B-Q4_K_M");

        assertThat(text.out())
                .contains("qwen3")
                .contains("512 tokens")
                .contains("4 slots")
                .contains("sha256");
        assertThat(info.path("files").get(0).path("record").path("sha256").asString())
                .hasSize(64);
        assertThat(known.exitCode()).isZero();
        assertThat(known.out())
                .contains("models pull Qwen3-8B-Q4_K_M")
                .contains("not verified")
                .contains("Apache-2.0");
    }

    @Test
    void aNameThatIsNotThereIsSaidWithThoseThatAre() {
        pull();

        for (String command : new String[] {"info", "verify", "rm"}) {
            var outcome = run("models", command, "nobody");
            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.err()).contains("'nobody'").contains("there are: tiny-qwen3");
        }
    }

    @Test
    void verifyFindsChangedBytes() throws Exception {
        pull();
        assertThat(run("models", "verify").out()).contains("tiny-qwen3.gguf: ok");

        try (RandomAccessFile file = new RandomAccessFile(stored().toFile(), "rw")) {
            file.seek(file.length() - 1);
            file.write(file.read() ^ 1);
        }

        var damaged = run("models", "verify", "tiny-qwen3");
        assertThat(damaged.exitCode()).isEqualTo(1);
        assertThat(damaged.out()).contains("DAMAGED");
        assertThat(damaged.err()).contains("pull it again");
    }

    @Test
    void rmAsksAndTakesNoForAnAnswer() throws Exception {
        pull();

        assertThat(remove(Optional.empty())).contains("--yes");
        assertThat(remove(Optional.of("n"))).contains("nothing was removed");
        assertThat(stored()).exists();
        ModelStore store = new ModelStore(data, URI.create("http://127.0.0.1:9/"));
        try (AutoCloseable _ = store.use(store.list().getFirst())) {
            assertThat(run("models", "rm", "tiny-qwen3", "--yes").err()).contains("stop it first");
            assertThat(run("models", "list").out()).contains("serves now");
        }
        assertThat(remove(Optional.of("y"))).isEmpty();
        assertThat(stored()).doesNotExist();
        assertThat(Files.list(data.resolve("models"))).isEmpty();
    }

    /** @return what was complained of */
    private String remove(Optional<String> answer) {
        StringWriter err = new StringWriter();
        Terminal terminal = Commands.terminal(new StringWriter(), err);
        var command = new picocli.CommandLine(
                new ModelsRemoveCommand(terminal, new Home(Commands.CONFIG, data), question -> answer));
        command.setExecutionExceptionHandler((failure, line, parsed) -> Failures.report(failure, terminal, false));
        command.execute("tiny-qwen3");
        return err.toString();
    }

    @Test
    void aFileThatCannotBeUsedIsToldOf() throws Exception {
        pull();
        Files.writeString(data.resolve("models").resolve("broken.gguf"), "GGUF and nothing more, really nothing");

        var listed = run("models", "list");
        var verified = run("models", "verify");

        assertThat(listed.err()).contains("cannot be used: broken.gguf");
        assertThat(verified.exitCode()).isEqualTo(1);
        assertThat(verified.out()).contains("DAMAGED broken.gguf");
    }
}
