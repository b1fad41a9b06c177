package io.compuerta.gateway.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs of Debian's package {@code prometheus}. Without them a test is skipped loudly, and fails where CI=true. */
final class Promtool {

    private Promtool() {}

    static Path require(String program) {
        Optional<Path> found = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty()) {
            String advice = "SKIPPED: no " + program + " on the PATH; apt-get install prometheus";
            assertThat(System.getenv("CI")).as(advice).isNotEqualTo("true");
            System.err.println(advice);
        }
        assumeTrue(found.isPresent(), program + " is missing");
        return found.orElseThrow();
    }

    /** Runs promtool and demands success. */
    static void run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(require("promtool").toString()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("promtool", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue())
                    .as("%s%n%s", command, Files.readString(output, StandardCharsets.UTF_8))
                    .isZero();
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }
}
