package io.compuerta.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The Dockerfile agrees with the application, and gives away nothing. */
final class ImageTest {

    static final Path ROOT = Path.of("..");

    private static final Dockerfile DOCKERFILE = Dockerfile.read(ROOT.resolve("docker/Dockerfile"));
    private static final Map<String, Object> SETTINGS = YamlFile.read(Path.of("src/main/resources/application.yaml"));

    @Test
    void everyBaseImageIsPinnedToAVersion() {
        assertThat(DOCKERFILE.all("FROM"))
                .hasSize(3)
                .allSatisfy(from -> assertThat(from).containsPattern("^[a-z-]+:[0-9]+(\\.[0-9]+){2}"));
        assertThat(DOCKERFILE.all("FROM").getLast())
                .as("a runtime without compiler")
                .startsWith("eclipse-temurin:25.")
                .contains("-jre-");
    }

    @Test
    void itDoesNotRunAsRoot() {
        assertThat(DOCKERFILE.only("USER")).matches("[1-9][0-9]{3,}:[1-9][0-9]{3,}");
        assertThat(DOCKERFILE.all("COPY").stream().filter(copy -> copy.endsWith(" /data")))
                .singleElement()
                .asString()
                .contains("--chown=" + DOCKERFILE.only("USER"));
    }

    @Test
    void itListensWhereTheApplicationDoesAndIsHealthyWhenThatIsReady() {
        Object port = YamlFile.map(SETTINGS.get("server")).get("port");

        assertThat(DOCKERFILE.only("EXPOSE")).isEqualTo(String.valueOf(port));
        assertThat(DOCKERFILE.only("CMD"))
                .isEqualTo("[\"serve\", \"--address\", \"0.0.0.0\", \"--port\", \"" + port + "\"]");
        assertThat(DOCKERFILE.only("HEALTHCHECK"))
                .contains("/dev/tcp/127.0.0.1/" + port)
                .contains("GET /actuator/health/readiness ");
        assertThat(DOCKERFILE.only("STOPSIGNAL")).isEqualTo("SIGTERM");
    }

    @Test
    void itKeepsItsDataInTheVolume() {
        assertThat(DOCKERFILE.only("VOLUME")).isEqualTo("/data");
        assertThat(DOCKERFILE.only("ENV")).contains("COMPUERTA_DATA=/data").contains("COMPUERTA_CONFIG=/config");
    }

    @Test
    void javaRunsWithTheLaunchersOptions() throws IOException {
        String launcher = Files.readString(ROOT.resolve("compuerta"));
        MatchResult flags = Pattern.compile("(?m)^flags=\"(.+)\"$")
                .matcher(launcher)
                .results()
                .findFirst()
                .orElseThrow();

        assertThat(flags.group(1).split(" "))
                .hasSizeGreaterThan(2)
                .allSatisfy(flag -> assertThat(DOCKERFILE.only("ENTRYPOINT")).contains("\"" + flag + "\""));
        assertThat(launcher).containsPattern("(?m)^ +serve.*\\) speed=\"-Xmx1g\"");
        assertThat(DOCKERFILE.only("ENV")).contains("JDK_JAVA_OPTIONS=\"-Xmx1g\"");
    }

    @Test
    void whatItCopiesExistsAndNoKeysAreAmongIt() throws IOException {
        for (String copy : DOCKERFILE.all("COPY")) {
            if (!copy.startsWith("--from=") && !copy.startsWith(". ")) {
                String[] words = copy.split(" ");
                for (String source : List.of(words).subList(0, words.length - 1)) {
                    assertThat(ROOT.resolve(source)).exists();
                }
            }
        }
        List<String> let = Files.readAllLines(ROOT.resolve(".dockerignore"));
        assertThat(let.stream().filter(line -> !line.startsWith("#")).findFirst())
                .contains("*");
        assertThat(let).noneMatch(line -> line.startsWith("!") && line.contains("keys"));
        assertThat(let.stream().filter(line -> line.startsWith("!") && !line.contains("*")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(ROOT.resolve(line.substring(1))).exists());
    }
}
