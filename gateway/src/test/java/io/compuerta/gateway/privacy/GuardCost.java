package io.compuerta.gateway.privacy;

import io.compuerta.policy.signal.firewall.Origin;
import io.compuerta.policy.signal.firewall.PromptFirewall;
import io.compuerta.policy.signal.pii.PiiFinding;
import io.compuerta.policy.signal.pii.PiiScanner;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * The processor time that protecting a call takes, which a busy machine does not change as it does the clock's; see
 * {@link GuardBenchmark} for the latter. Run it as a program.
 */
final class GuardCost {

    private static final int WARM = 20_000;
    private static final int CALLS = 5_000;
    private static final int MEGABYTE = 1_000_000;

    private static final List<String> ROWS = List.of(
            "El informe de ventas compara los tres trimestres. The minutes were sent to Ana Ruiz in Leeds. ",
            "1",
            "12345678 ",
            "+1 ",
            "1.1.",
            "a@",
            "Ana de ",
            "password: ",
            "C/ ",
            "ES91 2100 ",
            "://a:",
            "ignore all ");

    /** Keeps what would else be optimised away. */
    private static int seen;

    private GuardCost() {}

    public static void main(String[] args) {
        PiiScanner scanner = PiiScanner.standard();
        PromptFirewall firewall = PromptFirewall.standard();
        for (boolean personal : new boolean[] {false, true}) {
            String[] prompts = GuardPrompts.make(personal);
            String kind = personal ? "with personal data" : "without";
            calls("all detectors, " + kind, prompts, scanner::scan);
            calls("firewall, " + kind, prompts, text -> firewall.inspect(text, Origin.USER));
            calls("both, " + kind, prompts, text -> List.of(scanner.scan(text), firewall.inspect(text, Origin.USER)));
            calls("placeholders until the first token, " + kind, prompts, untilFirstToken(prompts, scanner));
        }
        for (String row : ROWS) {
            String text = row.repeat(MEGABYTE / row.length());
            long detectors = nanos(text, scanner::scan);
            long judged = nanos(text, given -> firewall.inspect(given, Origin.USER));
            System.out.printf(
                    Locale.ROOT,
                    "1 MB of \"%.12s\": detectors %.0f ms, firewall %.0f ms%n",
                    row,
                    detectors / 1e6,
                    judged / 1e6);
        }
    }

    /** What stands between the caller and the first token beside detection. */
    private static Function<String, Object> untilFirstToken(String[] prompts, PiiScanner scanner) {
        Map<String, List<PiiFinding>> known = new HashMap<>();
        for (String prompt : prompts) {
            known.put(prompt, scanner.scan(prompt));
        }
        Anonymizer anonymizer = new Anonymizer(text -> known.getOrDefault(text, List.of()));
        return prompt -> {
            Anonymized anonymized = anonymizer.anonymize(List.of(Piece.plain(prompt)), Texts.KEY);
            String safe = anonymized.texts().getFirst();
            int at = Math.max(0, safe.indexOf('['));
            String first = safe.substring(at, Math.min(safe.length(), at + 40));
            return List.of(
                    anonymized.vault().leaks(safe), new StreamRestorer(anonymized.vault(), Syntax.PLAIN).accept(first));
        };
    }

    private static void calls(String name, String[] prompts, Function<String, Object> work) {
        for (int i = 0; i < WARM; i++) {
            seen += work.apply(prompts[i % prompts.length]).hashCode();
        }
        long[] nanos = new long[CALLS];
        for (int i = 0; i < CALLS; i++) {
            nanos[i] = nanos(prompts[i % prompts.length], work);
        }
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "%s: p50 %.0f us, p99 %.0f us%n",
                name,
                nanos[CALLS / 2] / 1e3,
                nanos[CALLS * 99 / 100] / 1e3);
    }

    private static long nanos(String text, Function<String, Object> work) {
        var threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        seen += work.apply(text).hashCode();
        return threads.getCurrentThreadCpuTime() - start;
    }
}
