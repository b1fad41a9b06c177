package io.compuerta.gateway.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/operations.md} lists the metrics that there are. */
final class MetricsDocumentTest {

    @Test
    void theDocumentListsEveryMetricAndNoOther() throws IOException {
        String document = Files.readString(Path.of("..", "docs", "operations.md"));
        List<String> listed = Pattern.compile("(?m)^\\| `((gateway|gen_ai)_\\w+)` \\|")
                .matcher(document)
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();

        assertThat(listed)
                .containsExactlyElementsOf(Arrays.stream(Metric.values())
                        .map(MetricsDocumentTest::scraped)
                        .toList());
    }

    private static String scraped(Metric metric) {
        Meter.Type type = switch (metric) {
            case DURATION, FIRST_TOKEN -> Meter.Type.TIMER;
            case SHARE_TARGET, SHARE_REALISED, SHARE_THRESHOLD, SHARE_DRIFT -> Meter.Type.GAUGE;
            default -> Meter.Type.COUNTER;
        };
        String name = new PrometheusNamingConvention().name(metric.meter(), type);
        return type == Meter.Type.COUNTER && !name.endsWith("_total") ? name + "_total" : name;
    }
}
