package io.compuerta.policy.decide;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a policy demands of whoever gets the data. What a provider does not state it does not promise.
 *
 * @param localOnly     nothing may leave this machine
 * @param residency     regions that are allowed, all that the provider uses must be among them; empty allows every region
 * @param retentionDays the longest time that requests may be kept, in days; empty allows any
 * @param noTraining    requests must not train models
 */
public record DataDemand(boolean localOnly, Set<String> residency, OptionalInt retentionDays, boolean noTraining) {

    public static final DataDemand LOCAL_ONLY = new DataDemand(true, Set.of(), OptionalInt.empty(), false);

    public DataDemand {
        residency = Set.copyOf(residency);
    }

    /** Why the terms do not meet the demand, in words for people; empty when they do. */
    public Optional<String> objection(DataTerms terms) {
        if (terms.inside()) {
            return Optional.empty();
        }
        if (localOnly) {
            return Optional.of("its text may not leave this machine");
        }
        return residencyObjection(terms).or(() -> retentionObjection(terms)).or(() -> trainingObjection(terms));
    }

    private Optional<String> residencyObjection(DataTerms terms) {
        if (residency.isEmpty()) {
            return Optional.empty();
        }
        String allowed = String.join(", ", new TreeSet<>(residency));
        if (terms.residency().isEmpty()) {
            return Optional.of("its provider states no residency, " + allowed + " is required");
        }
        Set<String> outside = new TreeSet<>();
        for (String region : terms.residency()) {
            if (!Region.isWithin(region, residency)) {
                outside.add(region);
            }
        }
        return outside.isEmpty()
                ? Optional.empty()
                : Optional.of("its data may be in " + String.join(", ", outside) + ", " + allowed + " is required");
    }

    private Optional<String> retentionObjection(DataTerms terms) {
        if (retentionDays.isEmpty()) {
            return Optional.empty();
        }
        int most = retentionDays.getAsInt();
        String allowed = most == 0 ? "none" : "at most " + most + "d";
        if (terms.retentionDays().isEmpty()) {
            return Optional.of("its provider states no retention, " + allowed + " is required");
        }
        int kept = terms.retentionDays().getAsInt();
        return kept <= most
                ? Optional.empty()
                : Optional.of("its provider's retention is " + kept + "d, " + allowed + " is required");
    }

    private Optional<String> trainingObjection(DataTerms terms) {
        if (!noTraining || !terms.training().orElse(true)) {
            return Optional.empty();
        }
        return Optional.of(
                terms.training().isPresent()
                        ? "its provider trains on requests"
                        : "its provider does not say that it trains on no requests");
    }
}
