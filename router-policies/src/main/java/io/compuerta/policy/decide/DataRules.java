package io.compuerta.policy.decide;

import io.compuerta.policy.signal.topic.SensitivityLevel;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The policy's demands by sensitivity. What is demanded for one level is demanded for every graver one too, so that a
 * level left out is never treated better than a milder one. Immutable.
 */
public final class DataRules {

    public static final DataRules NONE = new DataRules(Map.of());

    /** @param level the level under which the demand is written */
    record Demanded(SensitivityLevel level, DataDemand demand) {}

    private final Map<SensitivityLevel, List<Demanded>> byLevel = new EnumMap<>(SensitivityLevel.class);

    /** @param demands as written, by the mildest level that each holds for */
    public DataRules(Map<SensitivityLevel, DataDemand> demands) {
        List<Demanded> soFar = new ArrayList<>();
        for (SensitivityLevel level : SensitivityLevel.values()) {
            DataDemand demand = demands.get(level);
            if (demand != null) {
                soFar.add(new Demanded(level, demand));
            }
            byLevel.put(level, List.copyOf(soFar));
        }
    }

    /** Why data of that sensitivity may not go there, in words for people; empty when it may. */
    public Optional<String> objection(SensitivityLevel level, DataTerms terms) {
        for (Demanded demanded : byLevel.getOrDefault(level, List.of())) {
            Optional<String> objection = demanded.demand().objection(terms);
            if (objection.isPresent()) {
                return objection.map(
                        words -> words + ", by 'data: " + demanded.level().word() + "'");
            }
        }
        return Optional.empty();
    }
}
