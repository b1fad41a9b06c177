package io.compuerta.gateway.privacy;

import io.compuerta.policy.signal.pii.PiiType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gives out placeholders while the texts of one call are rewritten. Belongs to one thread. */
final class VaultBuilder {

    /** Values of one call; far above what a conversation holds, low enough to bound memory. */
    static final int MAX_VALUES = 10_000;
    /** Characters of all values of one call. */
    static final int MAX_CHARS = 1_000_000;

    private record Spelling(String original, boolean literal) {}

    private record Value(PiiType type, String canonical) {}

    /** The id that all spellings of a value share, and how many there are. */
    private record Family(String id, int spellings) {}

    private final PlaceholderMint mint;
    private final Map<Spelling, Vault.Entry> entries = new LinkedHashMap<>();
    private final Map<Value, Family> families = new HashMap<>();
    private int chars;

    VaultBuilder(PlaceholderMint mint) {
        this.mint = mint;
    }

    /**
     * The placeholder of a spelling: the one it has, else a new one. A spelling keeps the type under which it came first.
     *
     * @param literal whether it stands for a JSON number
     */
    Placeholder placeholder(PiiType type, String original, boolean literal) {
        Spelling spelling = new Spelling(original, literal);
        Vault.Entry entry = entries.get(spelling);
        if (entry == null) {
            entry = new Vault.Entry(mint(type, original), original, literal);
            entries.put(spelling, entry);
        }
        return entry.placeholder();
    }

    private Placeholder mint(PiiType type, String original) {
        chars += original.length();
        if (chars > MAX_CHARS) {
            throw new VaultFullException("characters of personal data", MAX_CHARS);
        }
        if (entries.size() == MAX_VALUES) {
            throw new VaultFullException("personal values", MAX_VALUES);
        }
        String canonical = FoldedText.canonical(type, original);
        Family family = families.compute(
                new Value(type, canonical),
                (value, known) -> known == null
                        ? new Family(mint.mint(type, canonical), 1)
                        : new Family(known.id(), known.spellings() + 1));
        if (family.spellings() > Placeholder.MAX_VARIANT) {
            throw new VaultFullException("spellings of one value", Placeholder.MAX_VARIANT);
        }
        return new Placeholder(type, family.id(), family.spellings());
    }

    Vault build(ValueFinder finder) {
        return new Vault(entries.values(), finder);
    }
}
