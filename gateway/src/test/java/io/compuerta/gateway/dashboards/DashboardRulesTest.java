package io.compuerta.gateway.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The rules of Grafana's dashboard-linter that matter here, and that panels do not overlap. */
final class DashboardRulesTest {

    private static final Set<String> UNITS =
            Set.of("currencyUSD", "percentunit", "short", "reqps", "s", "ms", "bytes", "ops");

    private static final int COLUMNS = 24;

    static List<Dashboard> dashboards() {
        return Dashboard.all();
    }

    @Test
    void thereIsADashboard() {
        assertThat(dashboards()).isNotEmpty();
        assertThat(dashboards().stream().map(d -> d.json().path("uid").asString()))
                .doesNotHaveDuplicates()
                .doesNotContain("");
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void itSaysWhatItIsAndCannotBeEditedInPlace(Dashboard dashboard) {
        JsonNode json = dashboard.json();

        assertThat(json.path("title").asString("")).isNotBlank();
        assertThat(json.path("description").asString("")).isNotBlank();
        assertThat(json.path("editable").asBoolean(true)).isFalse();
        assertThat(json.has("id")).as("an id belongs to one Grafana").isFalse();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void oneDataSourceAndOneChoiceOfJobAndInstance(Dashboard dashboard) {
        List<JsonNode> sources = dashboard.variables().stream()
                .filter(variable -> variable.path("type").asString().equals("datasource"))
                .toList();
        assertThat(sources).hasSize(1);
        assertThat(sources.getFirst().path("name").asString()).isEqualTo("datasource");
        assertThat(sources.getFirst().path("label").asString()).isEqualTo("Data source");

        List<JsonNode> queries = dashboard.variables().stream()
                .filter(variable -> variable.path("type").asString().equals("query"))
                .toList();
        assertThat(queries.stream().map(variable -> variable.path("name").asString()))
                .containsExactly("job", "instance");
        assertThat(queries).allSatisfy(variable -> {
            assertThat(variable.path("multi").asBoolean()).isTrue();
            assertThat(variable.path("includeAll").asBoolean()).isTrue();
            assertThat(variable.path("allValue").asString()).isEqualTo(".+");
            assertThat(variable.path("refresh").asInt())
                    .as("refreshed when the time range changes")
                    .isEqualTo(2);
            assertThat(variable.path("datasource").path("uid").asString()).isEqualTo("${datasource}");
        });
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyPanelHasItsOwnIdAndItsOwnPlace(Dashboard dashboard) {
        assertThat(dashboard.panels().stream().map(Dashboard.Panel::id)).doesNotHaveDuplicates();
        Set<String> taken = new HashSet<>();
        for (Dashboard.Panel panel : dashboard.panels()) {
            JsonNode at = panel.json().path("gridPos");
            int right = at.path("x").asInt() + at.path("w").asInt();
            assertThat(right).as("right edge of %s", panel).isBetween(1, COLUMNS);
            for (int x = at.path("x").asInt(); x < right; x++) {
                for (int y = at.path("y").asInt();
                        y < at.path("y").asInt() + at.path("h").asInt();
                        y++) {
                    assertThat(taken.add(x + "/" + y))
                            .as("%s covers another panel at %d/%d", panel, x, y)
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyChartSaysWhatItShowsInWhichUnit(Dashboard dashboard) {
        assertThat(dashboard.charts()).isNotEmpty().allSatisfy(panel -> {
            assertThat(panel.title()).isNotBlank();
            assertThat(panel.json().path("description").asString("")).isNotBlank();
            assertThat(panel.json().path("datasource").path("uid").asString()).isEqualTo("${datasource}");
            assertThat(panel.json()
                            .path("fieldConfig")
                            .path("defaults")
                            .path("unit")
                            .asString(""))
                    .isIn(UNITS);
            assertThat(panel.expressions()).isNotEmpty().doesNotContain("");
        });
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyQueryIsOfTheChosenGatewaysAndOfTheShownTime(Dashboard dashboard) {
        for (Dashboard.Panel panel : dashboard.charts()) {
            for (JsonNode target : panel.json().path("targets")) {
                String expression = target.path("expr").asString();
                int series = PromQl.metrics(expression).size();
                assertThat(series).as(expression).isPositive();
                assertThat(expression.split("job=~\"\\$job\",instance=~\"\\$instance\"", -1).length - 1)
                        .as("job and instance of every series in %s", expression)
                        .isGreaterThanOrEqualTo(series);
                assertThat(expression)
                        .as("%s of %s", expression, panel)
                        .doesNotContainPattern("(rate|increase)\\([^\\[]*\\[(?!\\$__rate_interval|\\$__range)");
                assertThat(expression.contains("$__range"))
                        .as("%s: the whole range is for a single figure", panel)
                        .isEqualTo(target.path("instant").asBoolean());
                for (String metric : PromQl.metrics(expression)) {
                    if (metric.endsWith("_total") || metric.endsWith("_bucket")) {
                        assertThat(expression)
                                .as("a counter is shown by its growth")
                                .containsPattern("(rate|increase)\\(" + metric);
                    }
                }
            }
        }
    }

    @Test
    void metricNamesAreFoundInQueries() {
        assertThat(PromQl.metrics("sum by (le) (rate(a_bucket{x=\"b_c\"}[5m])) / on (job) d_total or vector(0)"))
                .containsExactly("a_bucket", "d_total");
    }
}
