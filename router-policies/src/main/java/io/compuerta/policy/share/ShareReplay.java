package io.compuerta.policy.share;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts past requests through a share in their order and keeps account of what it would have made of them. Used once. */
public final class ShareReplay {

    private final ShareController controller;
    private final int every;
    private final WindowedShare ofEligible;
    private final WindowedShare ofAll;
    private final List<Point> path = new ArrayList<>();
    private final List<Long> alarms = new ArrayList<>();
    private long requests;
    private long alarmsSeen;

    /**
     * @param window requests over which the realised share is watched
     * @param skip   the first windows that count begin after so many requests
     * @param every  eligible requests between two points of the path
     */
    public ShareReplay(ShareController controller, int window, int skip, int every) {
        this.controller = controller;
        this.every = every;
        this.ofEligible = new WindowedShare(window, skip);
        this.ofAll = new WindowedShare(window, skip);
    }

    /** How things stood after so many requests, not eligible ones included. */
    public record Point(long requests, double threshold, double realised, double drift) {}

    /** The least and the most that was local of any window. */
    public record Extremes(double least, double most) {}

    /**
     * What came of it.
     *
     * @param eligible  windows of eligible requests; empty when there were too few
     * @param all       windows of all requests, whoever decided them; empty when there were too few
     * @param alarms    after how many requests the scores were found to have drifted
     * @param status    at the end
     */
    public record Report(
            long requests,
            Optional<Extremes> eligible,
            Optional<Extremes> all,
            List<Point> path,
            List<Long> alarms,
            ShareStatus status) {}

    /** A request that the threshold decides; says whether it stays. */
    public boolean eligible(double score) {
        Ruling ruling = controller.rule(score);
        ofEligible.add(ruling.local());
        passed(ruling.local());
        ShareStatus status = controller.status();
        if (status.driftAlarms() > alarmsSeen) {
            alarmsSeen = status.driftAlarms();
            alarms.add(requests);
        }
        if (status.eligible() % every == 0) {
            path.add(new Point(requests, status.threshold(), status.realised(), status.drift()));
        }
        return ruling.local();
    }

    /** A request that the threshold does not decide. */
    public void passed(boolean local) {
        requests++;
        ofAll.add(local);
    }

    public Report report() {
        return new Report(
                requests,
                ofEligible.extremes(),
                ofAll.extremes(),
                List.copyOf(path),
                List.copyOf(alarms),
                controller.status());
    }
}
