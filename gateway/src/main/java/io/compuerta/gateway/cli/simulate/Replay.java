package io.compuerta.gateway.cli.simulate;

import io.compuerta.policy.money.Cost;
import io.compuerta.policy.money.NanoUsd;
import io.compuerta.policy.simulate.PastRequest;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Hands past requests to a simulation and keeps account of what really happened and what had to be left out. */
final class Replay {

    private final Consumer<PastRequest> simulation;
    private final Map<String, Long> leftOut = new TreeMap<>();
    private Recorded recorded = new Recorded(0, 0, NanoUsd.ZERO, 0);

    Replay(Consumer<PastRequest> simulation) {
        this.simulation = simulation;
    }

    /**
     * What the gateway did with the requests that were replayed.
     *
     * @param unknown requests whose cost is not known, which are not in {@code cost}
     */
    record Recorded(long local, long premium, NanoUsd cost, long unknown) {

        double localShare() {
            return local + premium == 0 ? 0 : local / (double) (local + premium);
        }

        private Recorded plus(PastRequest.PastAnswer answer) {
            boolean here = answer.model().isLocal();
            return new Recorded(
                    local + (here ? 1 : 0),
                    premium + (here ? 0 : 1),
                    cost.plus(answer.cost().amount().orElse(NanoUsd.ZERO)),
                    unknown + (answer.cost() instanceof Cost.Unknown ? 1 : 0));
        }
    }

    void add(PastRequest request) {
        simulation.accept(request);
        request.answer().ifPresent(answer -> recorded = recorded.plus(answer));
    }

    void leaveOut(String why) {
        leftOut.merge(why, 1L, Long::sum);
    }

    /** By reason. */
    Map<String, Long> leftOut() {
        return leftOut;
    }

    Recorded recorded() {
        return recorded;
    }
}
