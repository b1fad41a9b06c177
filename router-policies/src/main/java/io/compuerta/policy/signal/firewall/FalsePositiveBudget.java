package io.compuerta.policy.signal.firewall;

/**
 * The share of ordinary texts that may be blocked by mistake. What score each budget stands for is measured with models
 * that had not seen the text's collection, and ships beside the weights ({@code budgets.yaml}); ask
 * {@link PromptFirewall#threshold}. The measurement rests on some 5,000 ordinary texts, a third of them chosen because
 * they look hostile, so {@link #ONE_IN_1000} rests on five texts and everyday traffic is blocked more rarely than a
 * budget says.
 */
public enum FalsePositiveBudget {
    ONE_IN_1000(0.001),
    ONE_IN_200(0.005),
    ONE_IN_100(0.01),
    ONE_IN_50(0.02),
    ONE_IN_20(0.05);

    private final double share;

    FalsePositiveBudget(double share) {
        this.share = share;
    }

    /** The share of ordinary texts, 0 to 1. */
    public double share() {
        return share;
    }
}
