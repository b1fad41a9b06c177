package io.compuerta.policy.calibrate;

import io.compuerta.policy.signal.complexity.Complexity;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The calibrations in force, by tenant. Immutable and thread-safe.
 *
 * @param byTenant in the order of their names
 */
public record Calibrations(Map<String, TenantCalibration> byTenant) {

    private static final Calibrations NONE = new Calibrations(Map.of());

    public Calibrations {
        byTenant = java.util.Collections.unmodifiableMap(new TreeMap<>(byTenant));
    }

    /** Every tenant has the shipped score. */
    public static Calibrations none() {
        return NONE;
    }

    public Optional<TenantCalibration> of(String tenant) {
        return Optional.ofNullable(byTenant.get(tenant));
    }

    /** The judgement with the tenant's score; as it was when the tenant has no calibration. */
    public Complexity apply(String tenant, Complexity judged) {
        TenantCalibration known = byTenant.get(tenant);
        return known == null ? judged : judged.calibrated(known.curve().of(judged.shipped()));
    }

    /** The shipped score that the tenant's calibration turns into the one given. */
    public double shipped(String tenant, double score) {
        TenantCalibration known = byTenant.get(tenant);
        return known == null ? score : known.curve().before(score);
    }

    /** These, with one tenant's put in or replaced. */
    public Calibrations with(String tenant, TenantCalibration calibration) {
        Map<String, TenantCalibration> all = new TreeMap<>(byTenant);
        all.put(tenant, calibration);
        return new Calibrations(all);
    }
}
