package io.compuerta.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The compose file's paths, ports and names are those of the application and of the files it mounts. */
final class ComposeTest {

    private static final Path DIRECTORY = ImageTest.ROOT.resolve("docker");
    private static final Map<String, Object> COMPOSE = YamlFile.read(DIRECTORY.resolve("compose.yaml"));
    private static final Map<String, Object> SERVICES = YamlFile.map(COMPOSE.get("services"));

    record Mount(String source, String target, boolean readOnly) {
        boolean isNamed() {
            return !source.startsWith(".") && !source.startsWith("/");
        }
    }

    private static Map<String, Object> service(String name) {
        return YamlFile.map(SERVICES.get(name));
    }

    private static List<Mount> mounts(String service) {
        return YamlFile.<String>list(service(service).getOrDefault("volumes", List.of())).stream()
                .map(text -> text.split(":"))
                .map(parts -> new Mount(parts[0], parts[1], parts.length > 2 && parts[2].equals("ro")))
                .toList();
    }

    private static Path mounted(String service, String path) {
        Mount mount = mounts(service).stream()
                .filter(m -> path.startsWith(m.target() + "/"))
                .filter(m -> !m.isNamed())
                .findFirst()
                .orElseThrow(() -> new AssertionError(service + " has no " + path));
        return DIRECTORY.resolve(mount.source() + path.substring(mount.target().length()));
    }

    @Test
    void thereAreFourServicesEachPinnedAndWatched() {
        assertThat(SERVICES).containsOnlyKeys("gateway", "redis", "prometheus", "grafana");
        for (String name : SERVICES.keySet()) {
            assertThat(service(name).get("image").toString()).matches(".+:v?[0-9]+\\.[0-9]+\\.[0-9]+(-[a-z]+)?");
            // The gateway's own check stands in its image.
            assertThat(service(name).containsKey("healthcheck")).isEqualTo(!name.equals("gateway"));
        }
    }

    @Test
    void nothingIsReachableFromOutsideThisMachine() {
        List<String> published = SERVICES.keySet().stream()
                .flatMap(name -> YamlFile.<String>list(service(name).getOrDefault("ports", List.of())).stream())
                .toList();

        assertThat(published).hasSize(3).allMatch(port -> port.startsWith("127.0.0.1:"));
    }

    @Test
    void whatIsMountedExistsAndCannotBeWrittenTo() {
        Set<String> named = new HashSet<>();
        for (String name : SERVICES.keySet()) {
            for (Mount mount : mounts(name)) {
                if (mount.isNamed()) {
                    named.add(mount.source());
                } else {
                    assertThat(DIRECTORY.resolve(mount.source())).exists();
                    assertThat(mount.readOnly()).as("%s of %s", mount, name).isTrue();
                }
            }
        }
        assertThat(YamlFile.map(COMPOSE.get("volumes"))).containsOnlyKeys(named);
    }

    @Test
    void theGatewayIsLockedDownAndStopsGracefully() {
        Map<String, Object> gateway = service("gateway");

        assertThat(gateway.get("read_only")).isEqualTo(true);
        assertThat(YamlFile.<String>list(gateway.get("cap_drop"))).containsExactly("ALL");
        assertThat(YamlFile.<String>list(gateway.get("security_opt"))).contains("no-new-privileges:true");
        assertThat(YamlFile.<String>list(gateway.get("tmpfs")))
                .singleElement()
                .asString()
                .startsWith("/tmp:exec,");
        // Spring waits 30 s for running requests.
        assertThat(gateway.get("stop_grace_period")).isEqualTo("40s");
        assertThat(mounts("gateway").stream().map(Mount::target)).containsExactlyInAnyOrder("/config", "/data");
        assertThat(DIRECTORY
                        .resolve(YamlFile.map(gateway.get("build"))
                                .get("context")
                                .toString())
                        .resolve(YamlFile.map(gateway.get("build"))
                                .get("dockerfile")
                                .toString()))
                .exists();
    }

    @Test
    void theGatewaysVariablesAreOnesItReadsAndHoldNoSecret() throws IOException {
        Map<String, Object> variables = YamlFile.map(service("gateway").get("environment"));
        Set<String> wanted = new HashSet<>(Set.of("COMPUERTA_PRIVACY_SECRET", "COMPUERTA_REDIS_URL"));
        Pattern.compile("\\$\\{(\\w+)}")
                .matcher(Files.readString(ImageTest.ROOT.resolve("config/providers.yaml")))
                .results()
                .map((MatchResult result) -> result.group(1))
                .forEach(wanted::add);

        assertThat(variables).containsOnlyKeys(wanted);
        for (String name : List.of("OPENAI_API_KEY", "COMPUERTA_PRIVACY_SECRET")) {
            assertThat(variables.get(name)).isEqualTo("${" + name + ":-}");
        }
        assertThat(variables.get("COMPUERTA_REDIS_URL").toString()).startsWith("redis://redis:6379");
        assertThat(YamlFile.map(service("gateway").get("depends_on"))).containsKey("redis");
    }

    @Test
    void prometheusFindsItsFilesAndTheGateway() {
        String file = YamlFile.<String>list(service("prometheus").get("command")).stream()
                .filter(argument -> argument.startsWith("--config.file="))
                .map(argument -> argument.substring("--config.file=".length()))
                .findFirst()
                .orElseThrow();
        Map<String, Object> configuration = YamlFile.read(mounted("prometheus", file));
        Map<String, Object> scrape =
                YamlFile.map(YamlFile.list(configuration.get("scrape_configs")).getFirst());
        Map<String, Object> target =
                YamlFile.map(YamlFile.list(scrape.get("static_configs")).getFirst());

        assertThat(YamlFile.<String>list(target.get("targets"))).containsExactly("gateway:8080");
        assertThat(scrape.get("metrics_path")).isEqualTo("/actuator/prometheus");
        assertThat(YamlFile.<String>list(configuration.get("rule_files")))
                .allSatisfy(rules -> assertThat(mounted("prometheus", file).resolveSibling(rules))
                        .exists());
    }

    @Test
    void grafanaFindsPrometheusAndTheDashboardsAndLetsNobodyChangeThem() {
        Map<String, Object> source = YamlFile.map(
                YamlFile.list(YamlFile.read(mounted("grafana", "/etc/grafana/provisioning/datasources/prometheus.yaml"))
                                .get("datasources"))
                        .getFirst());
        Map<String, Object> provider = YamlFile.map(
                YamlFile.list(YamlFile.read(mounted("grafana", "/etc/grafana/provisioning/dashboards/compuerta.yaml"))
                                .get("providers"))
                        .getFirst());
        Map<String, Object> variables = YamlFile.map(service("grafana").get("environment"));

        assertThat(source.get("url")).isEqualTo("http://prometheus:9090");
        assertThat(mounts("grafana").stream().map(Mount::target))
                .contains(YamlFile.map(provider.get("options")).get("path").toString());
        assertThat(mounted(
                        "grafana",
                        variables
                                .get("GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH")
                                .toString()))
                .exists();
        assertThat(provider.get("allowUiUpdates")).isEqualTo(false);
        assertThat(variables)
                .containsEntry("GF_AUTH_ANONYMOUS_ORG_ROLE", "Viewer")
                .containsEntry("GF_AUTH_DISABLE_LOGIN_FORM", "true");
        assertThat(Stream.of("PASSWORD", "TOKEN")
                        .filter(word -> variables.keySet().toString().contains(word)))
                .isEmpty();
    }
}
