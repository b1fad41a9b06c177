package io.compuerta.gateway.explain;

import io.compuerta.gateway.classify.SignalDraft;
import io.compuerta.gateway.classify.SignalReader;
import io.compuerta.gateway.firewall.TurnInspector;
import io.compuerta.policy.calibrate.Calibrations;
import io.compuerta.policy.calibrate.TenantCalibration;
import io.compuerta.policy.signal.Conversation;
import io.compuerta.policy.signal.Signals;
import io.compuerta.policy.signal.Turn;
import io.compuerta.policy.signal.complexity.Meaning;
import io.compuerta.policy.signal.firewall.FirewallVerdict;
import io.compuerta.policy.signal.firewall.Origin;
import io.compuerta.policy.signal.firewall.PromptFirewall;
import io.compuerta.policy.signal.pii.PiiFinding;
import io.compuerta.policy.signal.pii.PiiScanner;
import io.compuerta.policy.signal.pii.PiiType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The detectors of the pipeline, in its order, over a question that is not on its way. Thread-safe. */
public final class QuestionSignals {

    private final PromptFirewall firewall = PromptFirewall.standard();
    private final PiiScanner pii = PiiScanner.standard();
    private final SignalReader signals = SignalReader.standard();
    private final Calibrations calibrations;

    public QuestionSignals(Calibrations calibrations) {
        this.calibrations = calibrations;
    }

    /**
     * What the detectors found, before anybody knows what the question means.
     *
     * @param pii      in text order, message by message
     * @param firewall the verdict, and why
     */
    public record Reading(SignalDraft draft, List<Explanation.Span> pii, FirewallReasons firewall) {}

    /** Looks at the text: milliseconds for a long one. */
    public Reading read(Question question) {
        Conversation conversation = question.conversation();
        List<Explanation.Span> spans = new ArrayList<>();
        Set<PiiType> types = EnumSet.noneOf(PiiType.class);
        for (int i = 0; i < conversation.turns().size(); i++) {
            String text = conversation.turns().get(i).text();
            CodePoints points = new CodePoints(text);
            for (PiiFinding finding : pii.scan(text)) {
                types.add(finding.type());
                spans.add(new Explanation.Span(
                        i,
                        points.of(finding.start()),
                        points.of(finding.end()),
                        finding.type(),
                        finding.confidence(),
                        finding.detector()));
            }
        }
        FirewallReasons reasons = inspect(conversation.turns());
        return new Reading(signals.read(conversation, types, reasons.verdict()), spans, reasons);
    }

    /** Judges as the pipeline does, and explains the gravest turn alone, since that costs several times as much. */
    private FirewallReasons inspect(List<Turn> turns) {
        FirewallVerdict worst = FirewallVerdict.CLEAN;
        int gravest = -1;
        for (int i = 0; i < turns.size(); i++) {
            Optional<Origin> origin = TurnInspector.origin(turns.get(i));
            if (origin.isPresent()) {
                FirewallVerdict worse =
                        worst.worse(firewall.inspect(turns.get(i).text(), origin.get()));
                gravest = gravest < 0 || !worse.equals(worst) ? i : gravest;
                worst = worse;
            }
        }
        if (gravest < 0) {
            return FirewallReasons.NOTHING;
        }
        Turn turn = turns.get(gravest);
        Origin origin = TurnInspector.origin(turn).orElseThrow();
        return FirewallReasons.of(worst, gravest, turn.text(), firewall.explain(turn.text(), origin));
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
