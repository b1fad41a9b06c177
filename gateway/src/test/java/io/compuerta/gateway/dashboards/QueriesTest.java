package io.compuerta.gateway.dashboards;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Every query of dashboards and alerts is one that Prometheus understands, and alerts go off when they should. */
final class QueriesTest {

    private static final Path PROMETHEUS = Dashboard.ROOT.resolve("prometheus");

    @Test
    void everyQueryOfTheDashboardsParses(@TempDir Path directory) throws Exception {
        List<Map<String, Object>> rules = new ArrayList<>();
        for (Dashboard dashboard : Dashboard.all()) {
            for (Dashboard.Panel panel : dashboard.charts()) {
                for (String expression : panel.expressions()) {
                    Map<String, Object> rule = new LinkedHashMap<>();
                    rule.put("record", "panel:" + panel.id() + ":query" + rules.size());
                    rule.put("expr", PromQl.substituted(expression, "5m", "1h"));
                    rules.add(rule);
                }
            }
        }
        // JSON is YAML.
        Path file = directory.resolve("panels.yaml");
        Files.writeString(
                file,
                JsonMapper.shared()
                        .writeValueAsString(Map.of("groups", List.of(Map.of("name", "panels", "rules", rules)))));

        Promtool.run("check", "rules", file.toString());
    }

    @Test
    void theAlertsParse() throws Exception {
        Promtool.run("check", "rules", PROMETHEUS.resolve("rules.yaml").toString());
    }

    @Test
    void theScrapeConfigurationIsValid() throws Exception {
        Promtool.run("check", "config", PROMETHEUS.resolve("prometheus.yaml").toString());
    }

    @Test
    void alertsGoOffWhenTheyShouldAndOnlyThen() throws Exception {
        Promtool.run("test", "rules", PROMETHEUS.resolve("rules_test.yaml").toString());
    }
}
