package io.compuerta.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a made-up checkout, with a java and a mvn that only write down how they were called. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

    private static final List<String> TOOLS = List.of(
            "sh",
            "cat",
            "dirname",
            "find",
            "grep",
            "head",
            "ls",
            "mkdir",
            "mv",
            "readlink",
            "rm",
            "sed",
            "sleep",
            "touch");

    /** Unpacks when asked to, else prints its arguments, one a line. */
    private static final String JAVA = """
            #!/bin/sh
            case "$*" in
              *" extract "*) while [ "$1" != --destination ]; do shift; done; mkdir -p "$2" ;;
              *) printf '<%s>\\n' "$@" ;;
            esac
            """;

    private static final String MVN = """
            #!/bin/sh
            echo "$JAVA_HOME $*" >> "$CALLS"
            mkdir -p gateway/target && echo jar > gateway/target/compuerta-app.jar
            """;

    @TempDir
    Path base;

    private Path home;
    private Path tools;
    private Path calls;
    private Path jdk;

    @BeforeEach
    void checkOut() throws IOException, InterruptedException {
        home = base.resolve("a checkout");
        tools = base.resolve("tools");
        calls = base.resolve("calls");
        jdk = base.resolve("root/usr/lib/jvm/some-25-jdk");
        Files.createDirectories(home.resolve("gateway/src/main"));
        Files.createDirectories(home.resolve("local-engine/native"));
        Files.createDirectories(tools);
        Files.writeString(home.resolve("pom.xml"), "<project/>");
        Files.writeString(home.resolve("gateway/pom.xml"), "<project/>");
        Files.writeString(home.resolve("gateway/src/main/A.java"), "class A {}");
        Files.copy(Path.of("..", "compuerta"), home.resolve("compuerta"));
        for (String tool : TOOLS) {
            Files.createSymbolicLink(tools.resolve(tool), which(tool));
        }
        program(tools.resolve("mvn"), MVN);
        jdk(jdk, "25.0.3");
    }

    @Test
    void argumentsArriveAsTheyWereWritten() throws Exception {
        var run = launch(List.of(), "explain", "two words", "", "a'b\"c $HOME *", "¿qué?");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("<-jar>", "<explain>\n<two words>\n<>\n<a'b\"c $HOME *>\n<¿qué?>\n")
                .contains("<-Dcompuerta.home=" + home.toRealPath() + ">");
    }

    @Test
    void itBuildsOnceAndAgainWhenASourceChanges() throws Exception {
        launch(List.of(), "version");
        launch(List.of(), "version");
        assertThat(Files.readAllLines(calls)).hasSize(1);

        Files.setLastModifiedTime(
                home.resolve("gateway/src/main/A.java"),
                FileTime.from(Instant.now().plusSeconds(60)));
        var again = launch(List.of(), "version");

        assertThat(again.err()).contains("building").contains("built");
        assertThat(Files.readAllLines(calls)).hasSize(2).allMatch(line -> line.startsWith(jdk + " "));
    }

    @Test
    void runsThatStartTogetherBuildOnce() throws Exception {
        List<Process> together = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            together.add(start(Map.of(), List.of(), "version"));
        }

        for (Process process : together) {
            assertThat(Launched.of(process).exitCode()).isZero();
        }
        assertThat(Files.readAllLines(calls)).hasSize(1);
    }

    @Test
    void aLockWhoseOwnerIsGoneIsTakenOver() throws Exception {
        Path lock = Files.createDirectories(home.resolve("gateway/target/launcher.lock"));
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Files.writeString(lock.resolve("pid"), gone.pid() + "\n");

        var run = launch(List.of(), "version");

        assertThat(run.exitCode()).isZero();
        assertThat(lock).doesNotExist();
    }

    @Test
    void itWorksThroughLinksFromAnywhere() throws Exception {
        Path link = Files.createSymbolicLink(base.resolve("link"), home.resolve("compuerta"));
        Path second = Files.createSymbolicLink(tools.resolve("compuerta"), Path.of("../link"));

        var run = launch(List.of("sh", second.toString()), "version");

        assertThat(link).isSymbolicLink();
        assertThat(run.out()).contains("<-Dcompuerta.home=" + home.toRealPath() + ">");
    }

    @Test
    void anOldJavaIsRefusedWithTheWayOut() throws Exception {
        Path old = base.resolve("old-jdk");
        jdk(old, "17.0.15");
        program(tools.resolve("java"), "#!/bin/sh\necho '    java.home = " + old + "' >&2\n");
        Files.delete(jdk.resolve("release"));
        program(jdk.resolve("bin/java"), "#!/bin/sh\necho 'openjdk version \"17.0.15\"' >&2\n");

        var run = launch(Map.of("JAVA_HOME", old.toString()), List.of(), "version");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("compuerta: needs a JDK 25").contains("JAVA_HOME");
    }

    @Test
    void theJavaOnThePathWillDoWhenItIs25() throws Exception {
        Path other = base.resolve("elsewhere");
        jdk(other, "25.0.1");
        program(tools.resolve("java"), "#!/bin/sh\necho '    java.home = " + other + "' >&2\n");
        Files.delete(jdk.resolve("bin/java"));

        launch(List.of(), "version");

        assertThat(Files.readString(calls)).startsWith(other + " ");
    }

    @Test
    void withoutMavenItSaysWhatToInstall() throws Exception {
        Files.delete(tools.resolve("mvn"));

        var run = launch(List.of(), "version");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("needs Maven");
        assertThat(home.resolve("gateway/target/launcher.lock")).doesNotExist();
    }

    @Test
    void aBuildThatFailsIsSaidAndLeavesNoLock() throws Exception {
        program(tools.resolve("mvn"), "#!/bin/sh\necho '[ERROR] A.java:1 no'\nexit 1\n");

        var run = launch(List.of(), "version");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("[ERROR] A.java:1 no").contains("the build failed");
        assertThat(home.resolve("gateway/target/launcher.lock")).doesNotExist();
    }

    private record Launched(int exitCode, String out, String err) {
        static Launched of(Process process) throws IOException, InterruptedException {
            // Little is written, so the pipes cannot fill while nobody reads.
            int exitCode = process.waitFor();
            return new Launched(
                    exitCode,
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8),
                    new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private Launched launch(List<String> command, String... arguments) throws Exception {
        return launch(Map.of(), command, arguments);
    }

    private Launched launch(Map<String, String> environment, List<String> command, String... arguments)
            throws Exception {
        return Launched.of(start(environment, command, arguments));
    }

    private Process start(Map<String, String> environment, List<String> command, String... arguments)
            throws IOException {
        List<String> words = new ArrayList<>(
                command.isEmpty() ? List.of("sh", home.resolve("compuerta").toString()) : command);
        words.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(words).directory(base.toFile());
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH", tools.toString(),
                        "HOME", base.toString(),
                        "CALLS", calls.toString(),
                        "LC_ALL", "C.UTF-8",
                        "COMPUERTA_LAUNCHER_ROOT", base.resolve("root").toString()));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static void jdk(Path directory, String version) throws IOException {
        Files.createDirectories(directory.resolve("bin"));
        Files.writeString(directory.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        program(directory.resolve("bin/java"), JAVA);
    }

    private static void program(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path which(String tool) throws IOException, InterruptedException {
        for (String directory : List.of("/bin", "/usr/bin", "/usr/local/bin")) {
            Path candidate = Path.of(directory, tool);
            if (Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        throw new IOException("this machine has no " + tool);
    }
}
