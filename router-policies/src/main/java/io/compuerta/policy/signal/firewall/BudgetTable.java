package io.compuerta.policy.signal.firewall;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The score that no more than a given share of ordinary texts reaches, read from {@code budgets.yaml}. Immutable. */
final class BudgetTable {

    private final Map<FalsePositiveBudget, Double> thresholds;

    private BudgetTable(Map<FalsePositiveBudget, Double> thresholds) {
        this.thresholds = thresholds;
    }

    /** The table that ships with the weights. */
    static BudgetTable standard() {
        try (InputStream in = Objects.requireNonNull(
                BudgetTable.class.getResourceAsStream("budgets.yaml"), "the firewall's budgets are missing")) {
            return of((Map<?, ?>)
                    new Load(LoadSettings.builder().setLabel("budgets.yaml").build()).loadFromInputStream(in));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the firewall's budgets", e);
        }
    }

    /**
     * Builds the table from the document as YAML reads it: every budget by its name, the larger the lower its score.
     *
     * @throws IllegalArgumentException naming the budget that is missing or out of order
     */
    static BudgetTable of(Map<?, ?> document) {
        Map<FalsePositiveBudget, Double> thresholds = new EnumMap<>(FalsePositiveBudget.class);
        double above = 1;
        for (FalsePositiveBudget budget : FalsePositiveBudget.values()) {
            Object given = document.get(budget.name());
            double threshold = given instanceof Number number ? number.doubleValue() : Double.NaN;
            if (!(threshold > 0 && threshold < above)) {
                throw new IllegalArgumentException("the score of budget " + budget + " must lie between 0 and " + above
                        + ", that of the budget before, not " + given);
            }
            thresholds.put(budget, threshold);
            above = threshold;
        }
        return new BudgetTable(thresholds);
    }

    double threshold(FalsePositiveBudget budget) {
        return Objects.requireNonNull(thresholds.get(budget));
    }
}
