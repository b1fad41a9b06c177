package io.compuerta.gateway.edge.openai;

import io.compuerta.gateway.pipeline.AnswerEvent;
import io.compuerta.gateway.pipeline.Origin;
import io.compuerta.policy.money.Cost;
import java.util.List;
import org.springframework.http.HttpHeaders;

/** The {@code x-compuerta-*} headers: how a request was decided. */
final class DecisionHeaders {

    private DecisionHeaders() {}

    static void decided(Origin origin, HttpHeaders headers) {
        headers.set("x-compuerta-route", origin.kind());
        headers.set("x-compuerta-target", ascii(origin.route().target()));
        rule(origin.rule(), origin.policy(), headers);
        headers.set("x-compuerta-model", ascii(origin.model().toString()));
        headers.set("x-compuerta-cache", origin.cache().word());
        headers.set("x-compuerta-fallbacks", Integer.toString(origin.fallbacks()));
        origin.cascade()
                .ifPresent(
                        verdict -> headers.set("x-compuerta-cascade", verdict.word() + "; reason=" + verdict.reason()));
    }

    /** Known before anybody answers, so that errors carry it too. */
    static void rule(String rule, String policy, HttpHeaders headers) {
        headers.set("x-compuerta-rule", ascii(rule));
        headers.set("x-compuerta-policy", policy);
    }

    /** The cost in dollars, or {@code unknown}: a missing price is never shown as zero. */
    static void cost(Cost cost, HttpHeaders headers) {
        headers.set("x-compuerta-cost-usd", UsageJson.costText(cost));
    }

    /** What the output guard found in an answer, each once. */
    static void guarded(List<AnswerEvent.Guarded> found, HttpHeaders headers) {
        found.stream()
                .map(AnswerEvent.Guarded::words)
                .distinct()
                .forEach(words -> headers.add("x-compuerta-output", words));
    }

    /** Header values are ASCII; rule names are free text, so anything else becomes a question mark. */
    private static String ascii(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.chars().forEach(c -> safe.append(c >= ' ' && c < 127 ? (char) c : '?'));
        return safe.toString();
    }
}
