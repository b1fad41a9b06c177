package io.compuerta.policy.signal.output;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Watches one text of an answer while it comes. What cannot belong to a leak passes at once; what may be the beginning
 * of one waits, {@value #MOST_HELD} characters at the most. Every decision is made character by character, so wherever
 * the text is cut into chunks the same passes in the end.
 *
 * <p>A chunk in which nothing is under way is returned as the same object. Not thread-safe: one a text.
 */
public final class TextWatch {

    /** The most characters that ever wait. */
    public static final int MOST_HELD = 1_024;

    private final WordReader reader = new WordReader();
    private List<Guarded> probes = new ArrayList<>(4);
    private WordProbe[] words = new WordProbe[0];
    private CharProbe[] chars = new CharProbe[0];
    private Probe[] cutting = new Probe[0];
    private boolean escapesWait;
    private final Set<LeakKind> flagged = EnumSet.noneOf(LeakKind.class);
    private Optional<LeakKind> cut = Optional.empty();
    private String held = "";
    /** Place of the first character of {@link #held}. */
    private int passed;
    /** Up to where the text may pass; never goes back. */
    private int free;

    private int taken;

    private record Guarded(LeakKind kind, boolean cuts, Probe probe) {}

    /** @param json whether the text is JSON source, such as the arguments of a tool call */
    public TextWatch(Watchlist list, boolean json) {
        add(list, LeakKind.SYSTEM_PROMPT, () -> new PromptProbe(list.prompt()));
        add(list, LeakKind.PHRASE, () -> new PhraseProbe(list.phrases()));
        add(list, LeakKind.SECRET, () -> new SecretProbe(list.known(), json));
        add(list, LeakKind.PLACEHOLDER, () -> new PlaceholderProbe(list.foreign()));
        arrange();
    }

    private void add(Watchlist list, LeakKind kind, Supplier<Probe> probe) {
        if (list.watches(kind)) {
            probes.add(new Guarded(kind, list.action(kind) == LeakAction.CUT, probe.get()));
        }
    }

    /** As arrays: they are walked for each character. */
    private void arrange() {
        words = only(WordProbe.class).toArray(WordProbe[]::new);
        chars = only(CharProbe.class).toArray(CharProbe[]::new);
        cutting = probes.stream().filter(Guarded::cuts).map(Guarded::probe).toArray(Probe[]::new);
        escapesWait = Stream.of(cutting).anyMatch(WordProbe.class::isInstance);
    }

    private <P> Stream<P> only(Class<P> type) {
        return probes.stream().map(Guarded::probe).filter(type::isInstance).map(type::cast);
    }

    /** Takes the next part of the text, cut anywhere, and returns what can be passed on; may be empty. */
    public String accept(String chunk) {
        if (isCut()) {
            taken += chunk.length();
            return "";
        }
        String text = held.isEmpty() ? chunk : held.concat(chunk);
        int from = held.length();
        for (int i = from; i < text.length(); i++) {
            next(text.charAt(i), text);
            if (isCut()) {
                taken += text.length() - i - 1;
                break;
            }
        }
        return pass(text);
    }

    /** Ends the text and returns what was held back and may pass; may be empty. */
    public String finish() {
        if (isCut()) {
            return "";
        }
        for (Guarded guarded : probes) {
            guarded.probe().end(taken);
        }
        report();
        if (!isCut()) {
            free = taken;
        }
        return pass(held);
    }

    private void next(char c, String text) {
        int at = taken++;
        if (words.length > 0) {
            read(c, at);
        }
        for (CharProbe probe : chars) {
            probe.next(c, at);
        }
        if (found()) {
            report();
        }
        if (!isCut()) {
            free(c, text);
        }
    }

    private void read(char c, int at) {
        int unit = reader.next(c, at);
        if (unit == WordReader.NOTHING) {
            return;
        }
        boolean gap = unit == WordReader.GAP;
        for (WordProbe probe : words) {
            if (gap || (unit & WordReader.APART) != 0) {
                probe.gap(reader.start());
            }
            if (!gap) {
                probe.letter((char) unit, reader.start());
            }
        }
    }

    private boolean found() {
        boolean found = false;
        for (WordProbe probe : words) {
            found |= probe.found() != Probe.NOWHERE;
        }
        for (CharProbe probe : chars) {
            found |= probe.found() != Probe.NOWHERE;
        }
        return found;
    }

    /** Takes note of what the probes found; one that only flags has done its work with that. */
    private void report() {
        List<Guarded> left = new ArrayList<>(probes.size());
        for (Guarded guarded : probes) {
            int start = guarded.probe().found();
            if (start == Probe.NOWHERE) {
                left.add(guarded);
            } else if (guarded.cuts()) {
                cut = Optional.of(guarded.kind());
                free = Math.max(free, start);
                return;
            } else {
                flagged.add(guarded.kind());
            }
        }
        probes = left;
        arrange();
    }

    private void free(char c, String text) {
        int hold = escapesWait && reader.pending() >= 0 ? reader.pending() : taken;
        for (Probe probe : cutting) {
            hold = Math.min(hold, probe.hold());
        }
        hold = Math.max(hold, taken - MOST_HELD);
        if (hold > free) {
            char before = hold == taken ? c : text.charAt(hold - 1 - passed);
            // Half a character cannot be encoded.
            free = Math.max(free, Character.isHighSurrogate(before) ? hold - 1 : hold);
        }
    }

    private String pass(String text) {
        int end = free - passed;
        passed = free;
        if (isCut()) {
            held = "";
        } else if (end == text.length()) {
            held = "";
            return text;
        } else {
            held = text.substring(end);
        }
        return text.substring(0, end);
    }

    public boolean isCut() {
        return cut.isPresent();
    }

    /** What the text was cut for. */
    public Optional<LeakKind> cut() {
        return cut;
    }

    /** What was found and let pass so far. */
    public Set<LeakKind> flagged() {
        return flagged;
    }

    /** How many characters wait. */
    public int heldBack() {
        return held.length();
    }

    /** How many characters were taken and, after a cut, are not passed on. */
    public int withheld() {
        return isCut() ? taken - passed : 0;
    }

    /** Sizes only. */
    @Override
    public String toString() {
        return "TextWatch[" + taken + " taken, " + held.length() + " held]";
    }
}
