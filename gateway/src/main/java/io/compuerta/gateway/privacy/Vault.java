package io.compuerta.gateway.privacy;

import io.compuerta.policy.signal.pii.PiiType;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which placeholder stands for which original, for the length of one call. It belongs to that call alone: an answer is
 * restored with the vault of the request that asked, never with another's.
 *
 * <p>Immutable and safe for use by several threads. It has no way to list its originals, is not serialisable, and its
 * {@link #toString} names types and counts only. At most 10,000 values and 1,000,000 characters of them.
 */
public final class Vault {

    private static final Vault EMPTY = new Vault(Set.of(), Map.of(), "", null);

    /** @param literal whether it stands for a JSON number, then in quotes of its own */
    record Entry(Placeholder placeholder, String original, boolean literal) {

        /** Without the original. */
        @Override
        public String toString() {
            return placeholder.toString();
        }
    }

    private final Map<String, Entry> byCore = new HashMap<>();
    private final Map<String, Entry> byOriginal = new HashMap<>();
    private final Map<String, Entry> byNumber = new HashMap<>();
    private final Set<PiiType> types = EnumSet.noneOf(PiiType.class);
    private final Map<String, Treatment> lost;
    private final String fingerprint;
    private final @Nullable ValueFinder finder;

    /**
     * @param lost        values that are never given back: masked or hashed
     * @param fingerprint of those that were replaced, see {@link #fingerprint()}
     */
    Vault(Collection<Entry> entries, Map<String, Treatment> lost, String fingerprint, @Nullable ValueFinder finder) {
        this.lost = Map.copyOf(lost);
        this.fingerprint = fingerprint;
        this.finder = finder;
        for (Entry entry : entries) {
            byCore.put(entry.placeholder().core(), entry);
            (entry.literal() ? byNumber : byOriginal).put(entry.original(), entry);
            types.add(entry.placeholder().type());
        }
    }

    /** The vault of a call without personal data. */
    public static Vault empty() {
        return EMPTY;
    }

    /** Whether the call holds no personal data. */
    public boolean isEmpty() {
        return byCore.isEmpty() && lost.isEmpty();
    }

    /**
     * What tells calls apart whose texts look alike once they are masked or hashed: a keyed digest of the values, in the order
     * in which they stood. Empty when nothing was masked or hashed. An answer to one card number must not be given to another,
     * though both have become the same asterisks.
     */
    public String fingerprint() {
        return fingerprint;
    }

    /** How many distinct spellings of values it holds, by type: what the egress record may say. */
    public Map<PiiType, Integer> counts() {
        Map<PiiType, Integer> counts = new EnumMap<>(PiiType.class);
        byOriginal.values().forEach(entry -> counts.merge(entry.placeholder().type(), 1, Integer::sum));
        lost.values().forEach(treatment -> counts.merge(treatment.type(), 1, Integer::sum));
        return Collections.unmodifiableMap(counts);
    }

    /**
     * The last check before bytes go out: the types of those originals that occur in a body, empty when there are none;
     * of originals that end at the same place the longest is told. Escapes are looked through twice, since the
     * arguments of a tool call are JSON inside JSON. One pass for all values at each depth.
     *
     * <p>Values count from 3 letters or digits with a letter among them, from 5 digits alone, from 2 Chinese
     * characters; whole words only, unless a value has 8 letters and digits with a digit or an at sign; single words
     * in their own case. Lower-case words of the providers' protocols and of model names ("user", "claude") never
     * count. What is encoded otherwise (base64, percent signs) is not seen.
     */
    public Set<PiiType> leaks(String outgoing) {
        Set<PiiType> leaked = EnumSet.noneOf(PiiType.class);
        if (finder == null) {
            return leaked;
        }
        String text = outgoing;
        for (int depth = 0; depth < 3; depth++) {
            String seen = text;
            finder.scan(seen, null, false, (start, end, value) -> {
                boolean counts = !isTailOfEscape(seen, start);
                if (counts) {
                    leaked.add(finder.type(value));
                }
                return counts;
            });
            text = JsonEscapes.decode(seen);
            if (text.equals(seen)) {
                break;
            }
        }
        return leaked;
    }

    /** The same for UTF-8 bytes. */
    public Set<PiiType> leaks(byte[] outgoing) {
        return finder == null ? Set.of() : leaks(new String(outgoing, StandardCharsets.UTF_8));
    }

    /** In {@code \nadia} the letter n is part of a line break, and the name is not there. */
    private static boolean isTailOfEscape(String text, int start) {
        if ("nrtbfu".indexOf(text.charAt(start)) < 0) {
            return false;
        }
        int backslashes = 0;
        while (start - backslashes > 0 && text.charAt(start - backslashes - 1) == '\\') {
            backslashes++;
        }
        return (backslashes & 1) != 0;
    }

    /**
     * Puts an answer that was given to the original text (by a local model) into the form in which it may be stored:
     * originals become their placeholders, short ones too where they stand as whole words. Personal data that was not in
     * the request is not looked for: the detector is there for that.
     *
     * @return empty when it must not be stored: it repeats a value that was masked or hashed, or spells one in a way that
     *         restoring would not give back, or itself holds something in the form of a placeholder
     */
    public Optional<String> anonymizeAnswer(String text, Syntax syntax) {
        if (hasPlaceholder(text, syntax)) {
            return Optional.empty();
        }
        if (isEmpty()) {
            return Optional.of(text);
        }
        Coverage coverage = new Coverage(new Piece(text, syntax));
        // Short values too: an answer that says "Bo" to whoever asks next would be a leak and a wrong answer.
        coverage.sweepUntilClean(new ValueFinder(Stream.concat(
                        byOriginal.values().stream()
                                .map(entry -> Traceable.of(
                                        Treatment.reversible(entry.placeholder().type()), entry.original())),
                        lost.entrySet().stream().map(entry -> Traceable.of(entry.getValue(), entry.getKey())))
                .toList()));
        if (coverage.spans().stream().anyMatch(span -> entryOf(coverage, span) == null)) {
            return Optional.empty();
        }
        String anonymized = coverage.replace((span, original) ->
                Objects.requireNonNull(entryOf(coverage, span)).placeholder().toString());
        boolean storable =
                leaks(anonymized).isEmpty() && canRestore(anonymized, syntax) && restores(anonymized, text, syntax);
        return storable ? Optional.of(anonymized) : Optional.empty();
    }

    private @Nullable Entry entryOf(Coverage coverage, Coverage.Span span) {
        return (span.literal() ? byNumber : byOriginal).get(coverage.original(span));
    }

    /** Whether restoring gives the text back; in JSON, up to the choice of escapes. */
    private boolean restores(String anonymized, String text, Syntax syntax) {
        Restorer restorer = new Restorer(this);
        return switch (syntax) {
            case PLAIN -> restorer.restore(anonymized).equals(text);
            case JSON -> JsonEscapes.decode(restorer.restoreJson(anonymized)).equals(JsonEscapes.decode(text));
        };
    }

    /**
     * Whether every placeholder in a stored answer is one of this call's. An answer that names another must not be
     * given: treat it as a miss.
     */
    public boolean canRestore(String text, Syntax syntax) {
        return scan(text, syntax, true);
    }

    private boolean hasPlaceholder(String text, Syntax syntax) {
        return !scan(text, syntax, false);
    }

    /** @return whether all placeholders of a text are known, or, if {@code allowKnown} is false, whether it has none */
    private boolean scan(String text, Syntax syntax, boolean allowKnown) {
        PlaceholderMatcher matcher = new PlaceholderMatcher(EnumSet.allOf(PiiType.class), syntax, false, byCore::get);
        boolean afterWord = false;
        for (int i = 0; i < text.length(); ) {
            if (matcher.mayStart(text.charAt(i))
                    && matcher.at(text, i, afterWord, true) == PlaceholderMatcher.Result.MATCH) {
                if (!allowKnown || matcher.found() == null) {
                    return false;
                }
                i = matcher.end();
                afterWord = false;
            } else {
                int unit = matcher.unit(text, i);
                afterWord = FoldedText.isWord((char) unit);
                i += Math.max(1, unit >>> 16);
            }
        }
        return true;
    }

    /** What recognises this vault's placeholders. */
    PlaceholderMatcher matcher(Syntax syntax) {
        return new PlaceholderMatcher(types, syntax, !byNumber.isEmpty(), byCore::get);
    }

    /** Types and counts, never a value. */
    @Override
    public String toString() {
        return "Vault" + counts();
    }
}
