package io.compuerta.gateway.firewall;

import io.compuerta.gateway.pipeline.Writing;
import io.compuerta.policy.decide.Placement;
import io.compuerta.policy.signal.Conversation;
import io.compuerta.policy.signal.Turn;
import io.compuerta.policy.signal.firewall.FirewallVerdict;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * What the firewall would make of a conversation that is not on its way, by the rules in force. Nothing is counted, and the
 * remote guard is not asked. Thread-safe.
 */
public final class FirewallPreview {

    private final Detector detector;
    private final Supplier<FirewallPolicy> policy;

    public FirewallPreview(Detector detector, Supplier<FirewallPolicy> policy) {
        this.detector = detector;
        this.policy = policy;
    }

    /** By the shipped threshold, where every attack is blocked. */
    public static FirewallPreview shipped() {
        return new FirewallPreview(Detector.shipped(), () -> FirewallPolicy.SHIPPED);
    }

    /**
     * What would happen.
     *
     * @param verdict the gravest of all turns
     * @param gravest its place among the turns; empty when none is inspected
     * @param action  empty when nothing is taken for an attack
     * @param placement where the firewall would let it go
     */
    public record Outlook(FirewallVerdict verdict, OptionalInt gravest, Optional<Action> action, Placement placement) {

        /** {@code pass}, or the action's word. */
        public String word() {
            return action.map(Action::word).orElse("pass");
        }
    }

    public Outlook of(Conversation conversation, String tenant) {
        FirewallPolicy now = policy.get();
        List<Turn> turns = conversation.turns();
        int[] inspected = IntStream.range(0, turns.size())
                .filter(i -> TurnInspector.origin(turns.get(i)).isPresent())
                .toArray();
        List<Writing> writings = Arrays.stream(inspected)
                .mapToObj(turns::get)
                .map(FirewallPreview::writing)
                .toList();
        List<Finding> findings = new Judge(detector, now, now.of(tenant)).judge(writings);
        FirewallVerdict worst = FirewallVerdict.CLEAN;
        OptionalInt gravest = OptionalInt.empty();
        for (int i = 0; i < inspected.length; i++) {
            FirewallVerdict worse = worst.worse(findings.get(i).verdict());
            gravest = i == 0 || !worse.equals(worst) ? OptionalInt.of(inspected[i]) : gravest;
            worst = worse;
        }
        Optional<Ruling> ruling =
                findings.stream().filter(Finding::isAttack).map(Finding::ruling).reduce(Ruling::and);
        return new Outlook(
                worst,
                gravest,
                ruling.map(found -> found.blocks() ? Action.BLOCK : found.action()),
                ruling.map(Ruling::placement).orElse(Placement.ANYWHERE));
    }

    private static Writing writing(Turn turn) {
        return new Writing(TurnInspector.origin(turn).orElseThrow(), List.of(), turn.text());
    }
}
