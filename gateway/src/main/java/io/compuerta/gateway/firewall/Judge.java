package io.compuerta.gateway.firewall;

import io.compuerta.gateway.pipeline.Writing;
import io.compuerta.policy.signal.firewall.AttackKind;
import io.compuerta.policy.signal.firewall.FirewallVerdict;
import io.compuerta.policy.signal.firewall.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The detectors inside, as one tenant's rules have them judge: the shipped one, and the operator's own rules. Pure. */
final class Judge {

    /** A rule of one's own is certain of what it finds. */
    private static final double CERTAIN = 1;

    /** Where {@link FirewallVerdict} puts it. */
    private static final double SHIPPED_THRESHOLD = 0.5;

    private final Detector detector;
    private final FirewallPolicy policy;
    private final Rulebook rules;

    Judge(Detector detector, FirewallPolicy policy, Rulebook rules) {
        this.detector = detector;
        this.policy = policy;
        this.rules = rules;
    }

    List<Finding> judge(List<Writing> writings) {
        List<Finding> findings = new ArrayList<>(writings.size());
        for (Writing writing : writings) {
            findings.add(judge(writing));
        }
        return findings;
    }

    private Finding judge(Writing writing) {
        String text = policy.phrases().blanked(writing.text());
        FirewallVerdict verdict = inspect(text, writing.origin());
        Ruling ruling = verdict.blocked() ? rules.rule(writing.origin(), verdict.kind()) : Ruling.NOTHING;
        for (int hit : policy.own().find(text)) {
            FirewallPolicy.OwnAction own = policy.ownActions().get(hit);
            AttackKind kind = own.rule().kind();
            ruling = ruling.and(own.action()
                    .map(action -> Ruling.of(action, writing.origin()))
                    .orElseGet(() -> rules.rule(writing.origin(), Optional.of(kind))));
            List<String> reasons = new ArrayList<>(List.of("own:" + own.rule().name()));
            reasons.addAll(verdict.reasons());
            verdict = new FirewallVerdict(CERTAIN, true, Optional.of(kind), reasons);
        }
        return new Finding(writing, verdict, ruling, true);
    }

    /** The same finding with a second opinion, which can only make it graver. */
    Finding with(Finding finding, GuardAnswer opinion) {
        if (!opinion.unsafe()) {
            return finding;
        }
        Optional<AttackKind> kind = opinion.kind().or(finding.verdict()::kind);
        List<String> reasons = new ArrayList<>(List.of("remote"));
        reasons.addAll(finding.verdict().reasons());
        double score = Math.max(finding.verdict().score(), opinion.score());
        return new Finding(
                finding.writing(),
                new FirewallVerdict(score, true, kind, reasons),
                finding.ruling().and(rules.rule(finding.writing().origin(), kind)),
                finding.isAttack());
    }

    /** Whether a text with its phrases blanked out still counts as an attack. */
    boolean offends(String text, Origin origin) {
        return inspect(text, origin).blocked() || !policy.own().find(text).isEmpty();
    }

    FirewallVerdict inspect(String text, Origin origin) {
        FirewallVerdict verdict = detector.inspect(text, origin);
        return rules.budget()
                .map(budget -> verdict.at(detector.threshold(budget)))
                .orElse(verdict);
    }

    /** The score from which a text is an attack; the shipped one without a budget. */
    double threshold() {
        return rules.budget().map(detector::threshold).orElse(SHIPPED_THRESHOLD);
    }

    String blanked(String text) {
        return policy.phrases().blanked(text);
    }

    Detector detector() {
        return detector;
    }

    Set<Integer> own(String text) {
        return policy.own().find(text);
    }
}
