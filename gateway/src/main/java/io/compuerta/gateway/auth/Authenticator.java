package io.compuerta.gateway.auth;

import io.compuerta.gateway.pipeline.AuthenticatedCall;
import io.compuerta.gateway.pipeline.ChatCall;
import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.policy.decide.Caller;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** The first stage: a call without a known key goes no further. */
public final class Authenticator {

    private final Supplier<KeyRing> keys;

    /** @param keys those in force */
    public Authenticator(Supplier<KeyRing> keys) {
        this.keys = keys;
    }

    /** @return the call with its caller; {@link GatewayError.Unauthorized} for a missing or wrong key */
    public Mono<AuthenticatedCall> authenticate(ChatCall call) {
        return identify(call.presentedKey(), call.request().user())
                .map(known -> new AuthenticatedCall(call, known.key(), known.caller()));
    }

    /**
     * Who calls.
     *
     * @param user the end user named in the request; without one the key stands for its user
     * @return {@link GatewayError.Unauthorized} for a missing or wrong key
     */
    public Mono<Identity> identify(String presentedKey, Optional<String> user) {
        return Mono.fromCallable(() -> {
            ApiKey key = require(presentedKey);
            return new Identity(key, new Caller(key.tenant(), user.orElse(key.id())));
        });
    }

    /** The tenants that may call. */
    public Set<String> tenants() {
        return keys.get().tenants();
    }

    /** The ids of a tenant's keys; none for a tenant that has no key any more. */
    public Set<String> keys(String tenant) {
        return keys.get().ids(tenant);
    }

    /** The key that was presented; for endpoints outside the pipeline too. */
    public ApiKey require(String presented) {
        if (presented.isEmpty()) {
            throw new GatewayError.Unauthorized(
                    "You didn't provide an API key; send it as 'Authorization: Bearer KEY'.");
        }
        return keys.get()
                .find(presented)
                .orElseThrow(() -> new GatewayError.Unauthorized("Incorrect API key provided."));
    }

    /**
     * For the gateway's administration.
     *
     * @throws GatewayError.Unauthorized     for a missing or wrong key
     * @throws GatewayError.AdminKeyRequired for a key that opens no administration
     */
    public ApiKey requireAdmin(String presented) {
        ApiKey key = require(presented);
        if (!key.admin()) {
            throw new GatewayError.AdminKeyRequired();
        }
        return key;
    }
}
