package io.compuerta.policy.share;

/**
 * What the section {@code share:} of a policy file asks for.
 *
 * <p>The promise: of any {@code window} consecutive eligible requests, {@code local ± tolerance} are decided for the local
 * model. A request is eligible when the threshold alone decides whether it stays (see {@link ShareSteering}).
 *
 * @param local     share of eligible requests for the local model, above 0 and below 1
 * @param window    requests: as many scores place the threshold, and over as many the promise holds
 * @param tolerance how far the realised share may be off, as a share: 0.02 is two points
 * @param perTenant whether each tenant has a share of its own rather than all having one together
 */
public record ShareGoal(double local, int window, double tolerance, boolean perTenant) {

    public static final int DEFAULT_WINDOW = 1_000;
    public static final double DEFAULT_TOLERANCE = 0.02;

    public static final int LEAST_WINDOW = 100;
    public static final int MOST_WINDOW = 20_000;

    /** Requests of tolerance in a window. With fewer, the limit instead of the score would decide most requests. */
    public static final double LEAST_SLACK = 4;

    public ShareGoal {
        if (!(local > 0 && local < 1)) {
            throw new IllegalArgumentException("a local share lies between 0 and 1, not at " + local);
        }
        if (window < LEAST_WINDOW || window > MOST_WINDOW) {
            throw new IllegalArgumentException(
                    "a share's window lies between " + LEAST_WINDOW + " and " + MOST_WINDOW + ", not at " + window);
        }
        if (!(tolerance > 0 && tolerance < 1) || window * tolerance < LEAST_SLACK) {
            throw new IllegalArgumentException("a tolerance of " + tolerance + " does not suit a window of " + window);
        }
    }

    /** A share over all tenants with the default window and tolerance. */
    public static ShareGoal of(double local) {
        return new ShareGoal(local, DEFAULT_WINDOW, DEFAULT_TOLERANCE, false);
    }

    /** So many eligible requests are decided by the policy's own threshold, and only teach. */
    public int warmUp() {
        return window / 4;
    }

    /**
     * How far premium may be ahead or behind, in requests. The debt of the requests up to some point differs from the debt
     * up to a later one by at most twice this, so every window between them keeps the tolerance.
     */
    double debtLimit() {
        return window * tolerance / 2;
    }
}
