package io.compuerta.gateway.explain;

import io.compuerta.gateway.decide.Foreseen;
import io.compuerta.gateway.firewall.FirewallPreview;
import io.compuerta.policy.calibrate.TenantCalibration;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.money.Cost;
import io.compuerta.policy.privacy.PrivacyAction;
import io.compuerta.policy.signal.Signals;
import io.compuerta.policy.signal.complexity.Contribution;
import io.compuerta.policy.signal.pii.PiiType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that is known of a question before a model is called.
 *
 * @param weighed      the features that weighed most in its complexity, heaviest first
 * @param pii          in text order, message by message
 * @param firewall     what the firewall would do
 * @param why          why the firewall judged as it did
 * @param foreseen     where it would go
 * @param costs        what each model that came into question would cost, as far as prices are known
 * @param answerTokens how long an answer the costs are for
 * @param calibration  what corrected the complexity score; empty when none is in force for the tenant
 */
public record Explanation(
        Signals signals,
        List<Contribution> weighed,
        List<Span> pii,
        FirewallPreview.Outlook firewall,
        FirewallReasons why,
        Foreseen foreseen,
        Map<ModelId, Cost> costs,
        int answerTokens,
        Optional<TenantCalibration> calibration) {

    public Explanation {
        weighed = List.copyOf(weighed);
        pii = List.copyOf(pii);
        costs = Map.copyOf(costs);
    }

    /**
     * Personal data in one message. Positions count Unicode code points, so that they mean the same in every language.
     *
     * @param message    index of the message
     * @param start      first code point
     * @param end        the one after the last
     * @param confidence 0 to 1
     * @param detector   the family that found it, or {@code custom:} and the name of a recogniser of the operator's own
     * @param action     what would become of it
     */
    public record Span(
            int message, int start, int end, PiiType type, double confidence, String detector, PrivacyAction action) {}
}
