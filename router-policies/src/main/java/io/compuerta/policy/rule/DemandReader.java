package io.compuerta.policy.rule;

import io.compuerta.policy.decide.DataDemand;
import io.compuerta.policy.decide.DataRules;
import io.compuerta.policy.decide.DataTerms;
import io.compuerta.policy.decide.Region;
import io.compuerta.policy.signal.topic.SensitivityLevel;
import io.compuerta.policy.yaml.YamlMapping;
import io.compuerta.policy.yaml.YamlText;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads {@code data:} and {@code require:}: what the policy demands of whoever gets the data. */
final class DemandReader {

    private static final String LOCAL_ONLY = "local-only";

    private DemandReader() {}

    /** {@code data:}, by sensitivity; no demands when there is no such section. */
    static DataRules byLevel(Optional<YamlMapping> section) {
        if (section.isEmpty()) {
            return DataRules.NONE;
        }
        YamlMapping levels = section.get()
                .allow(Variable.words(SensitivityLevel.values(), SensitivityLevel::word)
                        .toArray(String[]::new));
        Map<SensitivityLevel, DataDemand> demands = new EnumMap<>(SensitivityLevel.class);
        for (SensitivityLevel level : SensitivityLevel.values()) {
            read(levels, level.word()).ifPresent(demand -> demands.put(level, demand));
        }
        return new DataRules(demands);
    }

    /** {@code local-only}, or a mapping; empty when the key is absent or after a problem. */
    static Optional<DataDemand> read(YamlMapping parent, String key) {
        if (!parent.has(key)) {
            return Optional.empty();
        }
        if (!parent.isMapping(key)) {
            return parent.optionalWord(key, List.of(LOCAL_ONLY)).map(word -> DataDemand.LOCAL_ONLY);
        }
        return parent.optionalMapping(key).flatMap(DemandReader::demand);
    }

    private static Optional<DataDemand> demand(YamlMapping entry) {
        entry.allow("residency", "retention", "training");
        Set<String> residency = entry.has("residency") ? residency(entry) : Set.of();
        OptionalInt retention = retention(entry);
        Optional<Boolean> training = entry.optionalFlag("training");
        if (training.orElse(false)) {
            entry.problemAt("training", "'training' can only be false; leave it out to allow training");
        }
        if (entry.isSound() && entry.keys().isEmpty()) {
            entry.problem(entry.position(), "demand something. Allowed: residency, retention, training, or local-only");
        }
        return entry.isSound()
                ? Optional.of(new DataDemand(false, residency, retention, training.isPresent()))
                : Optional.empty();
    }

    private static Set<String> residency(YamlMapping entry) {
        Set<String> regions = new HashSet<>();
        for (YamlText text : entry.texts("residency")) {
            if (!Region.isKnown(text.value())) {
                entry.problem(text.position(), Region.unknown(text.value()));
            }
            regions.add(text.value());
        }
        return regions;
    }

    private static OptionalInt retention(YamlMapping entry) {
        Optional<YamlText> text = entry.optionalScalar("retention");
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        OptionalInt days = DataTerms.parseRetention(text.get().value());
        if (days.isEmpty()) {
            entry.problemAt(
                    "retention",
                    "'retention' must be none or a number of days such as 30d, not '"
                            + text.get().value() + "'");
        }
        return days;
    }
}
