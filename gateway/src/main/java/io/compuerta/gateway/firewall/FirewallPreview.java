package io.compuerta.gateway.firewall;

import io.compuerta.gateway.pipeline.Writing;
import io.compuerta.policy.decide.Placement;
import io.compuerta.policy.signal.Conversation;
import io.compuerta.policy.signal.Role;
import io.compuerta.policy.signal.firewall.FirewallVerdict;
import io.compuerta.policy.signal.firewall.Origin;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

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
     * @param action  empty when nothing is taken for an attack
     * @param placement where the firewall would let it go
     */
    public record Outlook(FirewallVerdict verdict, Optional<Action> action, Placement placement) {

        /** {@code pass}, or the action's word. */
        public String word() {
            return action.map(Action::word).orElse("pass");
        }
    }

    public Outlook of(Conversation conversation, String tenant) {
        FirewallPolicy now = policy.get();
        List<Writing> writings = conversation.turns().stream()
                .filter(turn -> turn.role() == Role.USER || turn.role() == Role.TOOL)
                .map(turn -> new Writing(
                        turn.role() == Role.USER ? Origin.USER : Origin.TOOL_RESULT, List.of(), turn.text()))
                .toList();
        List<Finding> findings = new Judge(detector, now, now.of(tenant)).judge(writings);
        FirewallVerdict worst =
                findings.stream().map(Finding::verdict).reduce(FirewallVerdict.CLEAN, FirewallVerdict::worse);
        Optional<Ruling> ruling =
                findings.stream().filter(Finding::isAttack).map(Finding::ruling).reduce(Ruling::and);
        return new Outlook(
                worst,
                ruling.map(found -> found.blocks() ? Action.BLOCK : found.action()),
                ruling.map(Ruling::placement).orElse(Placement.ANYWHERE));
    }
}
