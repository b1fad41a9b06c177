package io.compuerta.gateway.firewall;

import io.compuerta.policy.signal.firewall.OwnRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code firewall.yaml} says, or what holds without one. Immutable.
 *
 * @param version    names the content
 * @param everybody  what holds for tenants without a section of their own
 * @param phrases    that must not count
 * @param own        rules beside those that ship
 * @param ownActions of those rules, in their order; empty where the kind decides
 * @param remote     whom to ask for a second opinion
 */
public record FirewallPolicy(
        String version,
        Rulebook everybody,
        Map<String, Rulebook> tenants,
        OwnPhrases phrases,
        OwnRules own,
        List<OwnAction> ownActions,
        Optional<RemoteSettings> remote) {

    /** What holds without a file: attacks are blocked at the shipped threshold. */
    public static final FirewallPolicy SHIPPED = new FirewallPolicy(
            "shipped", Rulebook.BLOCK, Map.of(), OwnPhrases.NONE, OwnRules.NONE, List.of(), Optional.empty());

    /** A rule of one's own, as verdicts need it. */
    record OwnAction(OwnRules.Rule rule, Optional<Action> action) {}

    public FirewallPolicy {
        tenants = Map.copyOf(tenants);
        ownActions = List.copyOf(ownActions);
    }

    Rulebook of(String tenant) {
        return tenants.getOrDefault(tenant, everybody);
    }
}
