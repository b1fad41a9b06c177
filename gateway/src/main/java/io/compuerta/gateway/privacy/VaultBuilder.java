package io.compuerta.gateway.privacy;

import io.compuerta.policy.signal.pii.PiiType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;

/** Gives out what takes the place of values while the texts of one call are rewritten. Belongs to one thread. */
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
    private final Digests digests;
    /** Runs over the values that are lost, in the order in which they stood in the texts. */
    private final Mac fingerprint;

    private final Map<String, Treatment> lost = new LinkedHashMap<>();
    private boolean lostInText;
    private final Map<Spelling, Vault.Entry> entries = new LinkedHashMap<>();
    private final Map<Value, Family> families = new HashMap<>();
    private int chars;

    VaultBuilder(PlaceholderMint mint, PlaceholderKey key) {
        this.mint = mint;
        this.digests = new Digests(key);
        this.fingerprint = key.mac();
        fingerprint.update("fingerprint".getBytes(StandardCharsets.UTF_8));
    }

    /** What is written in the place of a value; its quotes, if it stands for a JSON number, are not part of it. */
    String substitute(Treatment treatment, String original, boolean literal) {
        return switch (treatment.action()) {
            case MASK -> {
                lose(treatment, original);
                yield Asterisks.mask(treatment.type(), original);
            }
            case HASH -> {
                lose(treatment, original);
                yield digests.of(treatment.type(), original);
            }
            // What must stay here, or is refused, is never sent; should it be, then like this.
            case PSEUDONYMIZE, ROUTE_LOCAL, BLOCK ->
                placeholder(treatment.type(), original, literal).toString();
            case ALLOW -> throw new IllegalStateException("what is allowed is not replaced");
        };
    }

    private void lose(Treatment treatment, String original) {
        byte[] bytes = original.getBytes(StandardCharsets.UTF_8);
        fingerprint.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
        fingerprint.update(bytes);
        lostInText = true;
        know(treatment, original);
    }

    /** A value of the call that may not stand in its text as it is, but of which an answer may speak. */
    void know(Treatment treatment, String original) {
        if (treatment.isIrreversible()) {
            if (lost.putIfAbsent(original, treatment) == null) {
                count(original, lost.size());
            }
            return;
        }
        placeholder(treatment.type(), original, false);
        if (TextView.isNumber(original, 0, original.length())) {
            placeholder(treatment.type(), original, true);
        }
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
        count(original, entries.size() + 1);
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

    private void count(String original, int values) {
        chars += original.length();
        if (chars > MAX_CHARS) {
            throw new VaultFullException("characters of personal data", MAX_CHARS);
        }
        if (values > MAX_VALUES) {
            throw new VaultFullException("personal values", MAX_VALUES);
        }
    }

    Vault build(ValueFinder finder) {
        String mark = lostInText ? HexFormat.of().formatHex(fingerprint.doFinal()) : "";
        return new Vault(entries.values(), lost, mark, finder);
    }
}
