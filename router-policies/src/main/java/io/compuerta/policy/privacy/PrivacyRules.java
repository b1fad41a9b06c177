package io.compuerta.policy.privacy;

import io.compuerta.policy.signal.pii.PatternRecognizer;
import io.compuerta.policy.signal.pii.PiiFinding;
import io.compuerta.policy.signal.pii.PiiScanner;
import io.compuerta.policy.signal.pii.PiiType;
import io.compuerta.policy.signal.pii.ScannedText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What counts as one tenant's personal data, and what becomes of each type.
 *
 * <p>The built-in detectors settle among themselves what a stretch of text is: the surest finding holds. The operator's
 * recognisers do not compete with them but count beside them. Findings that overlap become one, with the strictest action
 * of all. What is allowed is taken out before; but where an allowed finding had outdone another that reaches beyond it,
 * or a secret, that one counts again.
 *
 * <p>Immutable and thread-safe; a search takes time linear in the text, times the number of recognisers.
 */
public final class PrivacyRules {

    private static final PrivacyRules STANDARD =
            new PrivacyRules(List.of(), AllowList.NONE, everything(PrivacyAction.PSEUDONYMIZE));

    private static final Comparator<RuledFinding> IN_TEXT_ORDER = Comparator.comparingInt(RuledFinding::start)
            .thenComparing(Comparator.comparingInt(RuledFinding::end).reversed());

    private final List<PatternRecognizer> own;
    private final AllowList allow;
    private final Map<PiiType, PrivacyAction> actions;
    private final boolean allowsNothing;

    /** @param actions one for every type */
    PrivacyRules(List<PatternRecognizer> own, AllowList allow, Map<PiiType, PrivacyAction> actions) {
        this.own = List.copyOf(own);
        this.allow = allow;
        this.actions = Collections.unmodifiableMap(new EnumMap<>(actions));
        this.allowsNothing = allow.isEmpty() && !actions.containsValue(PrivacyAction.ALLOW);
    }

    /** Everything that the built-in detectors find is pseudonymized. */
    public static PrivacyRules standard() {
        return STANDARD;
    }

    static Map<PiiType, PrivacyAction> everything(PrivacyAction action) {
        Map<PiiType, PrivacyAction> actions = new EnumMap<>(PiiType.class);
        for (PiiType type : PiiType.values()) {
            actions.put(type, action);
        }
        return actions;
    }

    public PrivacyAction action(PiiType type) {
        PrivacyAction action = actions.get(type);
        if (action == null) {
            throw new IllegalStateException("no action for " + type);
        }
        return action;
    }

    /**
     * Searches one text.
     *
     * @return what is to be treated, in text order, none overlapping another
     */
    public List<RuledFinding> find(String text) {
        ScannedText scanned = ScannedText.of(text);
        List<PiiFinding> candidates = PiiScanner.standard().candidates(scanned);
        List<PiiFinding> best = PiiScanner.best(candidates);
        if (own.isEmpty() && allowsNothing) {
            return best.stream().map(this::ruled).toList();
        }

        List<RuledFinding> found = new ArrayList<>();
        TreeMap<Integer, PiiFinding> allowed = new TreeMap<>();
        for (PiiFinding finding : best) {
            if (isAllowed(text, finding)) {
                allowed.put(finding.start(), finding);
            } else {
                found.add(ruled(finding));
            }
        }
        if (!allowed.isEmpty()) {
            candidates.stream()
                    .filter(finding -> outdone(finding, allowed) && !isAllowed(text, finding))
                    .forEach(finding -> found.add(ruled(finding)));
        }
        own.forEach(recognizer -> recognizer.detect(scanned, finding -> {
            if (!isAllowed(text, finding)) {
                found.add(ruled(finding));
            }
        }));
        return joined(found);
    }

    private RuledFinding ruled(PiiFinding finding) {
        return new RuledFinding(finding, action(finding.type()));
    }

    private boolean isAllowed(String text, PiiFinding finding) {
        return action(finding.type()) == PrivacyAction.ALLOW || allow.covers(text, finding.start(), finding.end());
    }

    /** Whether only something allowed kept a finding away, though it says more than that. */
    private static boolean outdone(PiiFinding finding, TreeMap<Integer, PiiFinding> allowed) {
        Map.Entry<Integer, PiiFinding> last = allowed.lowerEntry(finding.end());
        if (last == null || last.getValue().end() <= finding.start()) {
            return false;
        }
        PiiFinding over = last.getValue();
        return finding.type() == PiiType.SECRET || finding.start() < over.start() || finding.end() > over.end();
    }

    private static List<RuledFinding> joined(List<RuledFinding> found) {
        found.sort(IN_TEXT_ORDER);
        List<RuledFinding> joined = new ArrayList<>(found.size());
        int end = 0;
        for (RuledFinding next : found) {
            if (joined.isEmpty() || next.start() >= end) {
                joined.add(next);
            } else {
                joined.set(joined.size() - 1, join(joined.getLast(), next));
            }
            end = Math.max(end, next.end());
        }
        return List.copyOf(joined);
    }

    /** The stretch of both, called what the stricter is; of two equally strict, what the operator or the longer says. */
    private static RuledFinding join(RuledFinding a, RuledFinding b) {
        PiiFinding named = named(a, b).finding();
        PiiFinding whole = new PiiFinding(
                Math.min(a.start(), b.start()),
                Math.max(a.end(), b.end()),
                named.type(),
                named.confidence(),
                named.detector());
        return new RuledFinding(whole, a.action().stricter(b.action()));
    }

    private static RuledFinding named(RuledFinding a, RuledFinding b) {
        if (a.action() != b.action()) {
            return a.action().stricter(b.action()) == a.action() ? a : b;
        }
        if (isOwn(a) != isOwn(b)) {
            return isOwn(a) ? a : b;
        }
        return b.end() - b.start() > a.end() - a.start() ? b : a;
    }

    private static boolean isOwn(RuledFinding finding) {
        return finding.finding().detector().startsWith(PatternRecognizer.PREFIX);
    }

    /** Counts, never a value or a pattern. */
    @Override
    public String toString() {
        return "PrivacyRules[" + own.size() + " recognisers, " + allow + "]";
    }
}
