package io.compuerta.gateway.dashboards;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One dashboard's JSON, as Grafana is provisioned with it. */
record Dashboard(Path file, JsonNode json) {

    static final Path ROOT = Path.of("..", "dashboards");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static List<Dashboard> all() {
        try (Stream<Path> files = Files.list(ROOT.resolve("grafana/dashboards"))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(file -> new Dashboard(file, JSON.readTree(file.toFile())))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Dashboard costAndShare() {
        return all().stream()
                .filter(dashboard -> dashboard.json().path("uid").asString().equals("compuerta-cost-share"))
                .findFirst()
                .orElseThrow();
    }

    /** Rows too. */
    List<Panel> panels() {
        List<Panel> panels = new ArrayList<>();
        json.path("panels").forEach(panel -> panels.add(new Panel(panel)));
        return panels;
    }

    /** The panels that show something. */
    List<Panel> charts() {
        return panels().stream().filter(panel -> !panel.type().equals("row")).toList();
    }

    Panel chart(String title) {
        return charts().stream()
                .filter(panel -> panel.title().equals(title))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no panel '" + title + "'"));
    }

    List<JsonNode> variables() {
        List<JsonNode> variables = new ArrayList<>();
        json.path("templating").path("list").forEach(variables::add);
        return variables;
    }

    @Override
    public String toString() {
        return file.getFileName().toString();
    }

    /** One panel. */
    record Panel(JsonNode json) {

        int id() {
            return json.path("id").asInt();
        }

        String type() {
            return json.path("type").asString();
        }

        String title() {
            return json.path("title").asString("");
        }

        List<String> expressions() {
            List<String> expressions = new ArrayList<>();
            json.path("targets")
                    .forEach(target -> expressions.add(target.path("expr").asString()));
            return expressions;
        }

        @Override
        public String toString() {
            return "'" + title() + "'";
        }
    }
}
