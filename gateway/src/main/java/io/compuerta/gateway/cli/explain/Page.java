package io.compuerta.gateway.cli.explain;

import io.compuerta.gateway.cli.Terminal;
import io.compuerta.gateway.explain.Explanation;
import io.compuerta.gateway.firewall.Action;
import io.compuerta.gateway.firewall.FirewallPreview;
import io.compuerta.policy.calibrate.TenantCalibration;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.RouteDecision;
import io.compuerta.policy.money.Cost;
import io.compuerta.policy.money.NanoUsd;
import io.compuerta.policy.privacy.PrivacyAction;
import io.compuerta.policy.signal.Signals;
import io.compuerta.policy.signal.complexity.Complexity;
import io.compuerta.policy.signal.firewall.FirewallVerdict;
import io.compuerta.policy.signal.pii.PiiType;
import io.compuerta.policy.signal.topic.Sensitivity;
import io.compuerta.policy.signal.topic.SensitivityLevel;
import io.compuerta.policy.signal.topic.Topic;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One explanation for a person's eyes. Personal data is shown by kind and place only. */
final class Page {

    private static final int LABEL = 15;
    private static final int BAR = 20;
    private static final int MOST_REASONS = 4;

    private final Terminal terminal;

    Page(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(Explanation explanation) {
        Signals signals = explanation.signals();
        terminal.out().println();
        route(explanation);
        terminal.out().println();
        complexity(explanation);
        explanation.calibration().ifPresent(known -> calibration(known, signals.complexity()));
        sensitivity(signals.sensitivity());
        firewall(explanation.firewall());
        personalData(explanation.pii());
        row("Size", "about " + signals.promptTokens() + " tokens, language " + signals.language());
        terminal.out().println();
    }

    private void route(Explanation explanation) {
        RouteDecision decision = explanation.foreseen().decision();
        switch (decision) {
            case RouteDecision.Serve serve -> {
                ModelId model = serve.first().model();
                row(
                        "Route",
                        terminal.bold(serve.first().target())
                                + terminal.faint(" -> ")
                                + model
                                + cost(explanation, model));
                serve.candidates().stream()
                        .skip(1)
                        .forEach(next -> row(
                                "",
                                terminal.faint("then " + next.target() + " -> " + next.model()
                                        + cost(explanation, next.model()))));
            }
            case RouteDecision.Refuse refuse -> row("Route", terminal.bad("refused"));
        }
        row(
                "Rule",
                decision.rule()
                        + terminal.faint("  of policy " + explanation.foreseen().policy()));
        row("Because", decision.reason());
        decision.rejected()
                .forEach(not -> row(
                        "",
                        terminal.faint("not " + not.model() + cost(explanation, not.model()) + ": " + not.reason())));
        row("Costs", terminal.faint("estimated, for an answer of " + explanation.answerTokens() + " tokens"));
        explanation
                .firewall()
                .action()
                .ifPresent(action -> row(
                        "But",
                        switch (action) {
                            case BLOCK -> terminal.bad("the firewall stops it before any model sees it");
                            case STRIP -> terminal.warning("the firewall takes the offending stretch out first");
                            case ROUTE_PREMIUM -> terminal.warning("the firewall lets premium models alone answer it");
                            case ROUTE_LOCAL -> terminal.warning("the firewall lets the local model alone answer it");
                            case FLAG -> terminal.warning("the firewall flags it");
                        }));
        Set<PiiType> refused = explanation.pii().stream()
                .filter(span -> span.action() == PrivacyAction.BLOCK)
                .map(Explanation.Span::type)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!refused.isEmpty()) {
            row("But", terminal.bad("it is refused for the personal data in it: " + refused));
        }
    }

    private static String cost(Explanation explanation, ModelId model) {
        Optional<NanoUsd> usd =
                Optional.ofNullable(explanation.costs().get(model)).flatMap(Cost::amount);
        return usd.map(amount -> ", $" + amount).orElse(", price unknown");
    }

    private void complexity(Explanation explanation) {
        Complexity complexity = explanation.signals().complexity();
        String label = complexity.label().word();
        scored(
                "Complexity",
                complexity.score(),
                (complexity.label() == Complexity.Label.COMPLEX ? terminal.warning(label) : terminal.good(label))
                        + terminal.faint(String.format(
                                Locale.ROOT,
                                "  (threshold %.2f)",
                                explanation.foreseen().threshold())),
                explanation.weighed().stream()
                        .map(part -> String.format(Locale.ROOT, "%s %+.2f", part.feature(), part.logit()))
                        .toList());
    }

    private void calibration(TenantCalibration known, Complexity complexity) {
        String shipped = String.format(Locale.ROOT, "%.2f", complexity.shipped());
        row("Calibration", "in force; the score was " + shipped + terminal.faint("  (" + known + ")"));
    }

    private void sensitivity(Sensitivity sensitivity) {
        String level = sensitivity.level().word();
        String topics = sensitivity.topics().stream().sorted().map(Topic::word).collect(Collectors.joining(", "));
        boolean grave = sensitivity.level().compareTo(SensitivityLevel.CONFIDENTIAL) >= 0;
        row(
                "Sensitivity",
                (grave ? terminal.warning(level) : terminal.good(level))
                        + (topics.isEmpty() ? "" : terminal.faint("  topics: ") + topics));
    }

    private void firewall(FirewallPreview.Outlook outlook) {
        FirewallVerdict verdict = outlook.verdict();
        String kind = verdict.kind().map(attack -> " (" + attack.word() + ")").orElse("");
        String word = outlook.action()
                .map(action -> terminal.bad((action == Action.BLOCK ? "blocked" : action.word()) + kind))
                .orElseGet(() -> terminal.good("passes" + kind));
        scored("Firewall", verdict.score(), word, verdict.reasons());
    }

    private void personalData(List<Explanation.Span> spans) {
        if (spans.isEmpty()) {
            row("Personal data", terminal.good("none found"));
            return;
        }
        String label = "Personal data";
        for (Explanation.Span span : spans) {
            row(
                    label,
                    terminal.warning(span.type().name()) + " at characters " + span.start() + " to " + span.end()
                            + terminal.faint("  " + fate(span.action())));
            label = "";
        }
    }

    private static String fate(PrivacyAction action) {
        return switch (action) {
            case ALLOW -> "left as it is";
            case PSEUDONYMIZE -> "a premium model would get a placeholder instead";
            case HASH -> "a premium model would get a digest instead";
            case MASK -> "a premium model would get asterisks instead";
            case ROUTE_LOCAL -> "no premium model may answer";
            case BLOCK -> "the request is refused";
        };
    }

    private void scored(String label, double score, String word, List<String> reasons) {
        String number = String.format(Locale.ROOT, "%.2f", score);
        row(label, bar(score) + " " + number + "  " + word);
        if (!reasons.isEmpty()) {
            row("", terminal.faint(String.join(", ", reasons.subList(0, Math.min(MOST_REASONS, reasons.size())))));
        }
    }

    private String bar(double score) {
        int filled = (int) Math.round(score * BAR);
        return "[" + "#".repeat(filled) + terminal.faint(".".repeat(BAR - filled)) + "]";
    }

    private void row(String label, String value) {
        terminal.out().println("  " + terminal.bold(label) + " ".repeat(LABEL - label.length()) + value);
    }
}
