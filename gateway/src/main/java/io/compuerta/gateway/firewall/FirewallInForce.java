package io.compuerta.gateway.firewall;

import java.util.Optional;
import java.util.function.Function;

/**
 * What the firewall does now, exchanged as one.
 *
 * @param guard whom to ask for a second opinion; the same one as before while its settings stay, so that its breaker and
 *              what it has said live on
 */
public record FirewallInForce(FirewallPolicy policy, Optional<RemoteGuard> guard) {

    /** Without a file. */
    static final FirewallInForce SHIPPED = new FirewallInForce(FirewallPolicy.SHIPPED, Optional.empty());

    static FirewallInForce of(
            FirewallPolicy policy, Optional<FirewallInForce> former, Function<RemoteSettings, RemoteGuard> guards) {
        Optional<RemoteGuard> guard = policy.remote()
                .map(settings -> former.flatMap(FirewallInForce::guard)
                        .filter(before -> before.settings().equals(settings))
                        .orElseGet(() -> guards.apply(settings)));
        return new FirewallInForce(policy, guard);
    }

    /** Names the file's content. */
    public String version() {
        return policy.version();
    }
}
