package io.compuerta.gateway.dashboards;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the tests need to know of a query's text; whether it is a query at all is promtool's to say. */
final class PromQl {

    private static final Pattern METRIC = Pattern.compile("\\b[a-zA-Z_:][a-zA-Z0-9_:]*\\b(?!\\s*\\()");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset", "on", "ignoring");

    private PromQl() {}

    /** The query as Grafana sends it, with every job and instance chosen. */
    static String substituted(String expression, String rateInterval, String range) {
        return expression
                .replace("$__rate_interval", rateInterval)
                .replace("$__range", range)
                .replace("$job", ".+")
                .replace("$instance", ".+");
    }

    /** The names of the metrics it reads. */
    static Set<String> metrics(String expression) {
        String bare = expression
                .replaceAll("\\{[^}]*}", " ")
                .replaceAll("\\[[^\\]]*]", " ")
                .replaceAll("\\b(by|without|on|ignoring)\\s*\\([^)]*\\)", " ");
        Set<String> names = new TreeSet<>();
        Matcher matcher = METRIC.matcher(bare);
        while (matcher.find()) {
            if (!WORDS.contains(matcher.group())) {
                names.add(matcher.group());
            }
        }
        return names;
    }
}
