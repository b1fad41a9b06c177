package io.compuerta.engine.model;

import io.compuerta.engine.model.ModelCatalog.Entry;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The model of the catalogue that suits a machine best: the highest in rank that fits its memory and answers at a pace
 * people can read.
 *
 * @param model  the choice
 * @param reason in one line, for people
 */
public record ModelChoice(Entry model, String reason) {

    /** Slower than this nobody likes to wait. */
    private static final double LEAST_TOKENS_PER_SECOND = 8;

    /**
     * Chooses. Where nothing fits, the smallest.
     *
     * @param slots         that will be used
     * @param contextTokens of each
     */
    public static ModelChoice of(ModelCatalog catalog, Machine machine, int slots, int contextTokens) {
        List<Entry> candidates = catalog.models().stream()
                .filter(Entry::auto)
                .sorted(Comparator.comparingInt(Entry::rank).reversed())
                .toList();
        Optional<Entry> chosen = candidates.stream()
                .filter(model -> fits(model, machine, slots, contextTokens) && isQuick(model, machine))
                .findFirst();
        Entry model = chosen.orElseGet(() -> candidates.stream()
                .min(Comparator.comparingLong(entry -> entry.memory().bytes(slots, contextTokens)))
                .orElseThrow(() -> new IllegalStateException("the catalogue offers nothing")));
        String reason = model.name() + ": needs " + gigabytes(model.memory().bytes(slots, contextTokens)) + " of "
                + gigabytes(machine.modelBytes()) + " that models may take here";
        if (chosen.isEmpty()) {
            return new ModelChoice(model, reason + ", and no other needs less");
        }
        return candidates.reversed().stream()
                .filter(next -> next.rank() > model.rank())
                .findFirst()
                .map(next -> new ModelChoice(model, reason + "; " + against(next, machine, slots, contextTokens)))
                .orElseGet(() -> new ModelChoice(model, reason + "; there is none better in the catalogue"));
    }

    private static String against(Entry next, Machine machine, int slots, int contextTokens) {
        return fits(next, machine, slots, contextTokens)
                ? String.format(
                        Locale.ROOT,
                        "%s would make about %.0f tokens a second on %d thread%s",
                        next.name(),
                        machine.tokensPerSecond(next.bytes()),
                        machine.threads(),
                        machine.threads() == 1 ? "" : "s")
                : next.name() + " would need " + gigabytes(next.memory().bytes(slots, contextTokens));
    }

    private static boolean fits(Entry model, Machine machine, int slots, int contextTokens) {
        return model.memory().bytes(slots, contextTokens) <= machine.modelBytes();
    }

    private static boolean isQuick(Entry model, Machine machine) {
        return machine.tokensPerSecond(model.bytes()) >= LEAST_TOKENS_PER_SECOND;
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}
