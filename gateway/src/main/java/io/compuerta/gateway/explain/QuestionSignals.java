package io.compuerta.gateway.explain;

import io.compuerta.gateway.classify.SignalDraft;
import io.compuerta.gateway.classify.SignalReader;
import io.compuerta.gateway.firewall.FirewallPreview;
import io.compuerta.gateway.firewall.TurnInspector;
import io.compuerta.policy.calibrate.Calibrations;
import io.compuerta.policy.calibrate.TenantCalibration;
import io.compuerta.policy.decide.Placement;
import io.compuerta.policy.privacy.PrivacyAction;
import io.compuerta.policy.privacy.PrivacyRules;
import io.compuerta.policy.privacy.RuledFinding;
import io.compuerta.policy.signal.Conversation;
import io.compuerta.policy.signal.Signals;
import io.compuerta.policy.signal.Turn;
import io.compuerta.policy.signal.complexity.Meaning;
import io.compuerta.policy.signal.firewall.Origin;
import io.compuerta.policy.signal.firewall.PromptFirewall;
import io.compuerta.policy.signal.pii.PiiFinding;
import io.compuerta.policy.signal.pii.PiiType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The detectors of the pipeline, in its order, over a question that is not on its way. Thread-safe. */
public final class QuestionSignals {

    private final PromptFirewall shipped = PromptFirewall.standard();
    private final FirewallPreview firewall;
    private final SignalReader signals = SignalReader.standard();
    private final Calibrations calibrations;
    private final Function<String, PrivacyRules> privacy;

    /** With what the product ships for personal data and attacks. */
    public QuestionSignals(Calibrations calibrations) {
        this(calibrations, tenant -> PrivacyRules.standard(), FirewallPreview.shipped());
    }

    /**
     * @param privacy  what counts as personal data of a tenant, and what becomes of it
     * @param firewall what becomes of an attack
     */
    public QuestionSignals(
            Calibrations calibrations, Function<String, PrivacyRules> privacy, FirewallPreview firewall) {
        this.calibrations = calibrations;
        this.privacy = privacy;
        this.firewall = firewall;
    }

    /**
     * What the detectors found, before anybody knows what the question means.
     *
     * @param pii      in text order, message by message
     * @param firewall what the firewall would do
     * @param why      what made it do so
     */
    public record Reading(
            SignalDraft draft, List<Explanation.Span> pii, FirewallPreview.Outlook firewall, FirewallReasons why) {

        /** Where personal data and firewall together let the question go. */
        Placement placement() {
            boolean stays = pii.stream().anyMatch(span -> span.action() == PrivacyAction.ROUTE_LOCAL);
            return (stays ? Placement.LOCAL : Placement.ANYWHERE).and(firewall.placement());
        }
    }

    /** Looks at the text: milliseconds for a long one. @param tenant whose rules hold */
    public Reading read(Question question, String tenant) {
        PrivacyRules rules = privacy.apply(tenant);
        Conversation conversation = question.conversation();
        List<Explanation.Span> spans = new ArrayList<>();
        Set<PiiType> types = EnumSet.noneOf(PiiType.class);
        for (int i = 0; i < conversation.turns().size(); i++) {
            String text = conversation.turns().get(i).text();
            CodePoints points = new CodePoints(text);
            for (RuledFinding ruled : rules.find(text)) {
                PiiFinding finding = ruled.finding();
                types.add(finding.type());
                spans.add(new Explanation.Span(
                        i,
                        points.of(finding.start()),
                        points.of(finding.end()),
                        finding.type(),
                        finding.confidence(),
                        finding.detector(),
                        ruled.action()));
            }
        }
        FirewallPreview.Outlook outlook = firewall.of(conversation, tenant);
        FirewallReasons why = outlook.gravest().stream()
                .mapToObj(turn -> reasons(turn, conversation.turns().get(turn)))
                .findFirst()
                .orElse(FirewallReasons.NOTHING);
        return new Reading(signals.read(conversation, types, outlook.verdict()), spans, outlook, why);
    }

    /** Of the gravest turn alone, since it costs several times as much as a verdict. */
    private FirewallReasons reasons(int index, Turn turn) {
        Origin origin = TurnInspector.origin(turn).orElseThrow();
        return FirewallReasons.of(index, turn.text(), shipped.explain(turn.text(), origin));
    }

    /** What a policy sees of it. @param meaning empty when it is not known; the surface then decides */
    public Signals signals(Reading reading, Optional<Meaning> meaning, String tenant) {
        SignalDraft draft = reading.draft();
        Signals read = meaning.map(draft::knowing).orElseGet(draft::onSurface);
        return read.with(calibrations.apply(tenant, read.complexity()));
    }

    /** What corrects the complexity of a tenant's questions; empty when nothing does. */
    Optional<TenantCalibration> calibration(String tenant) {
        return calibrations.of(tenant);
    }
}
