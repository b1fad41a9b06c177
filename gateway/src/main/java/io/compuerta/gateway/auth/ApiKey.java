package io.compuerta.gateway.auth;

import io.compuerta.gateway.limit.UserLimits;

/**
 * An API key as the configuration describes it; the key itself is nowhere kept.
 *
 * @param id     a name for logs and the ledger
 * @param tenant the customer it belongs to
 * @param limits what each end user of this key may ask for
 * @param admin  whether it opens the gateway's administration
 */
public record ApiKey(String id, String tenant, UserLimits limits, boolean admin) {

    /** A key that opens no administration. */
    public ApiKey(String id, String tenant, UserLimits limits) {
        this(id, tenant, limits, false);
    }
}
