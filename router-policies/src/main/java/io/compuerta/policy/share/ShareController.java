package io.compuerta.policy.share;

import java.util.random.RandomGenerator;

/**
 * Moves the complexity threshold so that the wanted share of eligible requests stays local (ADR-0016).
 *
 * <ol>
 *   <li>The threshold is an order statistic of the newest {@code window} scores: as many lie above as should leave.
 *   <li>A debt counts by how many requests premium is ahead of its share. It tilts the share asked of the order statistic,
 *       so that small errors mend themselves, and it is a hard limit: a request that would pass it goes the other way
 *       whatever its score. So the share holds under any traffic, also while scores change their level.
 *   <li>Scores equal to the threshold are parted by chance, in the proportion that is lacking.
 *   <li>When the newest scores come from elsewhere than those before ({@link ScoreShift}), the older ones are forgotten. This
 *       is an alarm too; so is a drift too slow to be seen there, by the newest half window and the five windows before it.
 * </ol>
 *
 * <p>The first {@link ShareGoal#warmUp} requests are decided by the threshold given, and only teach.
 *
 * <p>It has no clock, so the same scores and the same chances give the same rulings. Thread-safe; a ruling holds its lock
 * for about a microsecond.
 */
public final class ShareController {

    private static final int JUMP_SAMPLE = 100;
    private static final int JUMP_CHECK_EVERY = 10;

    /** A jump is found when a third to a half of the sample are from after it. */
    private static final int JUMP_KEEPS = 40;

    private static final int REFERENCE_WINDOWS = 5;
    private static final double LEAST_DRIFT = 0.15;
    private static final int DRIFT_CHECK_EVERY = 50;

    private final ShareGoal goal;
    private final double premium;
    private final double debtLimit;
    private final double tilt;
    private final RandomGenerator chance;
    private final ScoreWindow scores;
    private final ScoreShift jump;
    private final ScoreShift slow;
    private final boolean[] stayed;

    private double threshold;
    private long eligible;
    private long stayedInWindow;
    private double debt;
    private long keptLocal;
    private long sentToPremium;
    private double drift;
    private boolean drifting;
    private long driftAlarms;

    /**
     * @param threshold in force while it warms up
     * @param chance    parts equal scores; asked only under this controller's lock
     */
    public ShareController(ShareGoal goal, double threshold, RandomGenerator chance) {
        this.goal = goal;
        this.premium = 1 - goal.local();
        this.debtLimit = goal.debtLimit();
        // At the limit the share asked for is twice the wanted one, or none: whichever side is the smaller one.
        this.tilt = Math.min(premium, goal.local()) / debtLimit;
        this.chance = chance;
        this.scores = new ScoreWindow(goal.window());
        this.jump = new ScoreShift(JUMP_SAMPLE, Math.max(goal.window() - JUMP_SAMPLE, 2 * JUMP_SAMPLE), LEAST_DRIFT);
        this.slow = new ScoreShift(
                Math.max(goal.window() / 2, JUMP_SAMPLE), REFERENCE_WINDOWS * goal.window(), LEAST_DRIFT);
        this.stayed = new boolean[goal.window()];
        this.threshold = threshold;
    }

    /** The threshold that the newest request met, and that the next will meet or nearly so. */
    public synchronized double threshold() {
        return threshold;
    }

    /** Takes in the next eligible request and says where it may go. */
    public synchronized Ruling rule(double score) {
        Ruling ruling = eligible < goal.warmUp() ? warmUp(score) : steer(score);
        book(ruling.local());
        eligible++;
        learn(score);
        return ruling;
    }

    /**
     * Corrects a ruling for a policy that did not decide as {@link Ruling#local} says, since it compares the threshold with
     * something other than the complexity. Call it before the next window of requests is through.
     */
    public synchronized void settle(Ruling ruling, boolean local) {
        if (ruling.local() == local) {
            return;
        }
        int slot = (int) (ruling.number() % stayed.length);
        if (eligible - ruling.number() <= stayed.length && stayed[slot] != local) {
            stayed[slot] = local;
            stayedInWindow += local ? 1 : -1;
        }
        if (ruling.number() >= goal.warmUp()) {
            debt += local ? -1 : 1;
        }
    }

    public synchronized ShareStatus status() {
        double realised = eligible == 0 ? Double.NaN : (double) stayedInWindow / Math.min(eligible, stayed.length);
        return new ShareStatus(
                goal.local(), realised, threshold, eligible, keptLocal, sentToPremium, drift, drifting, driftAlarms);
    }

    private Ruling warmUp(double score) {
        return new Ruling(eligible, threshold, true, true, !(score > threshold));
    }

    private Ruling steer(double score) {
        double wanted = Math.clamp(premium - tilt * debt, 0, 1) * scores.size();
        threshold = scores.exceededBy(wanted);
        double met = score == threshold ? part(wanted) : threshold;
        boolean byScore = !(score > met);
        boolean mayLeave = debt + 1 - premium <= debtLimit;
        boolean mayStay = debt - premium >= -debtLimit;
        boolean local = byScore ? mayStay : !mayLeave;
        if (local != byScore) {
            keptLocal += local ? 1 : 0;
            sentToPremium += local ? 0 : 1;
        }
        debt += local ? -premium : 1 - premium;
        return new Ruling(eligible, met, mayStay, mayLeave, local);
    }

    /** A threshold just below or just above the scores that equal it, so that the wanted part of them leaves. */
    private double part(double wanted) {
        int above = scores.size() - scores.below(Math.nextUp(threshold));
        int equal = scores.size() - above - scores.below(threshold);
        boolean leaves = chance.nextDouble() * equal < wanted - above;
        return leaves ? Math.nextDown(threshold) : Math.nextUp(threshold);
    }

    private void book(boolean local) {
        int slot = (int) (eligible % stayed.length);
        if (eligible >= stayed.length && stayed[slot]) {
            stayedInWindow--;
        }
        stayed[slot] = local;
        stayedInWindow += local ? 1 : 0;
    }

    private void learn(double score) {
        scores.add(score);
        jump.add(score);
        slow.add(score);
        if (eligible % JUMP_CHECK_EVERY == 0 && jump.isShift(jump.distance())) {
            startAnew();
        }
        if (eligible % DRIFT_CHECK_EVERY == 0 && slow.isMeasurable()) {
            drift = slow.distance();
            // Half of what raised it ends it, so that a distance near the limit is one alarm and not ten.
            boolean now = slow.isShift(drifting ? 2 * drift : drift);
            driftAlarms += now && !drifting ? 1 : 0;
            drifting = now;
        }
    }

    /** The newest scores are of another level: what was before says nothing any more. */
    private void startAnew() {
        drift = jump.distance();
        drifting = true;
        driftAlarms++;
        scores.keepNewest(JUMP_KEEPS);
        // What stays from before the change would be taken for a second one.
        jump.clear();
        slow.clear();
        for (double score : scores.sorted()) {
            jump.add(score);
            slow.add(score);
        }
    }
}
