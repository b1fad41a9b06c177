package io.compuerta.policy.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.policy.signal.topic.SensitivityLevel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataDemandTest {

    private static final DataDemand NOTHING = new DataDemand(false, Set.of(), OptionalInt.empty(), false);

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "eu,    eu,    -",
                "de,    eu,    -",
                "es;fr, eu,    -",
                "es;us, es;us, -",
                "us,    eu,    us",
                "eu;us, eu,    us",
                "eu,    es,    eu",
                "gb,    eu,    gb",
                "ch;us, eu;ch, us"
            })
    void everyRegionOfTheProviderMustBeAllowed(String states, String allows, String outside) {
        DataTerms terms = new DataTerms(words(states), OptionalInt.empty(), Optional.empty());

        Optional<String> objection = residency(allows).objection(terms);

        assertThat(objection)
                .isEqualTo(Optional.ofNullable(outside)
                        .map(region ->
                                "its data may be in " + region + ", " + allows.replace(";", ", ") + " is required")
                        // Regions are listed in order.
                        .map(text -> text.replace("eu, ch", "ch, eu")));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, true", "0, 30, true", "30, 30, true", "31, 30, false", "1, 0, false"})
    void requestsMayBeKeptNoLongerThanDemanded(int kept, int most, boolean met) {
        DataTerms terms = new DataTerms(Set.of(), OptionalInt.of(kept), Optional.empty());
        DataDemand demand = new DataDemand(false, Set.of(), OptionalInt.of(most), false);

        assertThat(demand.objection(terms).isEmpty()).isEqualTo(met);
    }

    @Test
    void whatIsNotStatedIsNotPromised() {
        assertThat(residency("eu").objection(DataTerms.UNKNOWN))
                .get()
                .asString()
                .contains("states no residency");
        assertThat(new DataDemand(false, Set.of(), OptionalInt.of(30), false).objection(DataTerms.UNKNOWN))
                .get()
                .asString()
                .contains("states no retention", "at most 30d");
        assertThat(new DataDemand(false, Set.of(), OptionalInt.empty(), true).objection(DataTerms.UNKNOWN))
                .isPresent();
        assertThat(NOTHING.objection(DataTerms.UNKNOWN)).isEmpty();
    }

    @Test
    void theEmbeddedEngineMeetsEveryDemand() {
        List<DataDemand> demands =
                List.of(DataDemand.LOCAL_ONLY, new DataDemand(false, Set.of("es"), OptionalInt.of(0), true), NOTHING);

        assertThat(demands)
                .allSatisfy(
                        demand -> assertThat(demand.objection(DataTerms.INSIDE)).isEmpty());
    }

    @Test
    void localOnlyIsMetByNobodyElse() {
        DataTerms best = new DataTerms(Set.of("es"), OptionalInt.of(0), Optional.of(false));

        assertThat(DataDemand.LOCAL_ONLY.objection(best)).isPresent();
    }

    @Test
    void aDemandHoldsForEveryGraverLevel() {
        DataTerms us = new DataTerms(Set.of("us"), OptionalInt.of(0), Optional.of(false));
        DataTerms eu = new DataTerms(Set.of("eu"), OptionalInt.of(0), Optional.of(false));
        DataRules rules = new DataRules(
                Map.of(SensitivityLevel.PERSONAL, residency("eu"), SensitivityLevel.REGULATED, DataDemand.LOCAL_ONLY));

        assertThat(allowed(rules, us)).containsExactly(SensitivityLevel.PUBLIC, SensitivityLevel.INTERNAL);
        assertThat(allowed(rules, eu))
                .containsExactly(
                        SensitivityLevel.PUBLIC,
                        SensitivityLevel.INTERNAL,
                        SensitivityLevel.PERSONAL,
                        SensitivityLevel.CONFIDENTIAL);
        assertThat(rules.objection(SensitivityLevel.CONFIDENTIAL, us))
                .contains("its data may be in us, eu is required, by 'data: personal'");
        assertThat(allowed(DataRules.NONE, DataTerms.UNKNOWN)).hasSize(5);
    }

    @ParameterizedTest
    @CsvSource({"none, 0", "1d, 1", "30d, 30", "36500d, 36500"})
    void retentionIsReadInDays(String text, int days) {
        assertThat(DataTerms.parseRetention(text)).hasValue(days);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0d", "30", "d", "-1d", "1.5d", "30 d", "None", "1000000d"})
    void otherRetentionsAreNotRead(String text) {
        assertThat(DataTerms.parseRetention(text)).isEmpty();
    }

    private static List<SensitivityLevel> allowed(DataRules rules, DataTerms terms) {
        return Arrays.stream(SensitivityLevel.values())
                .filter(level -> rules.objection(level, terms).isEmpty())
                .toList();
    }

    private static DataDemand residency(String allowed) {
        return new DataDemand(false, words(allowed), OptionalInt.empty(), false);
    }

    private static Set<String> words(String text) {
        return Set.of(text.split(";"));
    }
}
