package io.compuerta.gateway.output;

import java.util.Map;

/**
 * What {@code output.yaml} says.
 *
 * @param version names the file's content
 * @param general for tenants without rules of their own
 * @param tenants rules of their own, complete
 */
public record OutputRules(String version, TenantRules general, Map<String, TenantRules> tenants) {

    /** Without a file. */
    static final OutputRules STANDARD = new OutputRules("standard", TenantRules.STANDARD, Map.of());

    public OutputRules {
        tenants = Map.copyOf(tenants);
    }

    TenantRules of(String tenant) {
        return tenants.getOrDefault(tenant, general);
    }
}
