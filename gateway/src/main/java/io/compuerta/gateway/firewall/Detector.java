package io.compuerta.gateway.firewall;

import io.compuerta.policy.signal.firewall.FalsePositiveBudget;
import io.compuerta.policy.signal.firewall.FirewallExplanation;
import io.compuerta.policy.signal.firewall.FirewallVerdict;
import io.compuerta.policy.signal.firewall.Origin;
import io.compuerta.policy.signal.firewall.PromptFirewall;
import java.util.List;

/** What judges a text inside this process. Pure and thread-safe; it may throw, which stops the request. */
public interface Detector {

    FirewallVerdict inspect(String text, Origin origin);

    /** The stretches of a text with the score that each gives it by itself, gravest first. */
    List<FirewallExplanation.Window> windows(String text, Origin origin);

    /** The score from which a text is blocked when that share of ordinary ones may be. */
    double threshold(FalsePositiveBudget budget);

    /** The one that ships with the product. */
    static Detector shipped() {
        PromptFirewall firewall = PromptFirewall.standard();
        return new Detector() {
            @Override
            public FirewallVerdict inspect(String text, Origin origin) {
                return firewall.inspect(text, origin);
            }

            @Override
            public List<FirewallExplanation.Window> windows(String text, Origin origin) {
                return firewall.windows(text, origin);
            }

            @Override
            public double threshold(FalsePositiveBudget budget) {
                return firewall.threshold(budget);
            }
        };
    }
}
