package io.compuerta.gateway.cli.explain;

import io.compuerta.gateway.classify.SignalDraft;
import io.compuerta.gateway.classify.SignalReader;
import io.compuerta.gateway.firewall.TurnInspector;
import io.compuerta.policy.decide.Availability;
import io.compuerta.policy.decide.Caller;
import io.compuerta.policy.decide.Facts;
import io.compuerta.policy.decide.Fleet;
import io.compuerta.policy.decide.PolicySet;
import io.compuerta.policy.decide.RouteDecision;
import io.compuerta.policy.decide.Situation;
import io.compuerta.policy.rule.CompiledPolicy;
import io.compuerta.policy.share.ShareSteering;
import io.compuerta.policy.signal.Conversation;
import io.compuerta.policy.signal.Signals;
import io.compuerta.policy.signal.firewall.PromptFirewall;
import io.compuerta.policy.signal.pii.PiiFinding;
import io.compuerta.policy.signal.pii.PiiScanner;
import io.compuerta.policy.signal.pii.PiiType;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Runs the detectors of the pipeline, in its order, and asks the policy. Thread-safe. */
final class Explainer {

    private final TurnInspector firewall = new TurnInspector(PromptFirewall.standard());
    private final PiiScanner pii = PiiScanner.standard();
    private final SignalReader signals = SignalReader.standard();
    private final QuestionMeanings meanings;
    private final PolicySet policies;
    private final ShareSteering share;
    private final Availability availability;
    private final Clock clock;
    private final Set<String> healthy;
    private final Caller caller;

    /**
     * @param healthy the providers that conditions shall see as healthy; apart from these, the clock tells the hour and
     *                nothing is going on
     */
    Explainer(
            QuestionMeanings meanings,
            CompiledPolicy policy,
            Availability availability,
            Clock clock,
            Set<String> healthy,
            String tenant) {
        this.meanings = meanings;
        this.policies = policy.policies();
        this.share = new ShareSteering(policy.document().share(), 0);
        this.availability = availability;
        this.clock = clock;
        this.healthy = Set.copyOf(healthy);
        this.caller = new Caller(tenant, "explain");
    }

    Explanation explain(Question question) {
        Conversation conversation = question.conversation();
        List<Explanation.Span> spans = new ArrayList<>();
        Set<PiiType> types = EnumSet.noneOf(PiiType.class);
        for (int i = 0; i < conversation.turns().size(); i++) {
            String text = conversation.turns().get(i).text();
            CodePoints points = new CodePoints(text);
            for (PiiFinding finding : pii.scan(text)) {
                types.add(finding.type());
                spans.add(
                        new Explanation.Span(i, points.of(finding.start()), points.of(finding.end()), finding.type()));
            }
        }
        SignalDraft draft = signals.read(conversation, types, firewall.verdict(conversation));
        Signals found = meanings.of(conversation.question(), draft.complexity())
                .map(draft::knowing)
                .orElseGet(draft::onSurface);
        Facts facts =
                new Facts(found, question.ask(), caller, Situation.quiet(clock).withHealthy(healthy));
        RouteDecision decision = share.unsteered(policies, facts, Fleet.of(availability));
        return new Explanation(found, spans, decision);
    }
}
