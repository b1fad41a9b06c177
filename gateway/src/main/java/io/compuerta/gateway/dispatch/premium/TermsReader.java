package io.compuerta.gateway.dispatch.premium;

import io.compuerta.policy.decide.DataTerms;
import io.compuerta.policy.decide.Region;
import io.compuerta.policy.yaml.YamlMapping;
import io.compuerta.policy.yaml.YamlText;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads what a provider promises for the data: {@code residency}, {@code retention}, {@code training}. */
final class TermsReader {

    private static final int MOST_DAYS = 36_500;

    private TermsReader() {}

    static DataTerms read(YamlMapping entry) {
        Set<String> regions = new LinkedHashSet<>();
        for (YamlText text : entry.optionalTexts("residency")) {
            if (!Region.isKnown(text.value())) {
                entry.problem(text.position(), Region.unknown(text.value()));
            }
            regions.add(text.value());
        }
        return new DataTerms(regions, retention(entry), entry.optionalFlag("training"));
    }

    private static OptionalInt retention(YamlMapping entry) {
        if (entry.has("retention") && entry.has("retention-days")) {
            entry.problemAt("retention-days", "give either 'retention' or 'retention-days'");
        }
        Optional<YamlText> text = entry.optionalScalar("retention");
        if (text.isEmpty()) {
            return entry.optionalInteger("retention-days", 0, MOST_DAYS)
                    .map(days -> OptionalInt.of(days.intValue()))
                    .orElse(OptionalInt.empty());
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
