package io.compuerta.gateway.dashboards;

import io.compuerta.gateway.deploy.YamlFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The alerts that the repository ships. */
final class RuleFile {

    private static final Path FILE = Dashboard.ROOT.resolve("prometheus/rules.yaml");

    private RuleFile() {}

    static List<Map<String, Object>> alerts() {
        return YamlFile.<Map<String, Object>>list(YamlFile.read(FILE).get("groups")).stream()
                .flatMap(group -> YamlFile.<Map<String, Object>>list(group.get("rules")).stream())
                .toList();
    }

    static List<String> expressions() {
        return alerts().stream().map(alert -> alert.get("expr").toString()).toList();
    }
}
