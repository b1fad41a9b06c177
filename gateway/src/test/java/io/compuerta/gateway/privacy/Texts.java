package io.compuerta.gateway.privacy;

import io.compuerta.policy.signal.pii.PiiFinding;
import io.compuerta.policy.signal.pii.PiiType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Shared by the tests: a detector that knows its values by heart, and ways to cut an answer up. */
final class Texts {

    static final byte[] MASTER = "a master key of the tests, 32 by".getBytes(StandardCharsets.UTF_8);
    static final PlaceholderKey KEY = PlaceholderKey.derive(MASTER, "acme", "talk-1");

    private Texts() {}

    /** Reports every occurrence of the values, inside words too; occurrences may overlap. */
    static Function<String, List<PiiFinding>> knowing(Map<String, PiiType> values) {
        return text -> {
            List<PiiFinding> findings = new ArrayList<>();
            values.forEach((value, type) -> {
                for (int at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
                    findings.add(new PiiFinding(at, at + value.length(), type, 1, "test"));
                }
            });
            return findings;
        };
    }

    static Anonymized anonymize(Map<String, PiiType> values, Piece... pieces) {
        return new Anonymizer(knowing(values)).anonymize(List.of(pieces), KEY);
    }

    static Anonymized anonymize(Map<String, PiiType> values, String... texts) {
        return new Anonymizer(knowing(values))
                .anonymize(List.of(texts).stream().map(Piece::plain).toList(), KEY);
    }

    /** Restores an answer that arrives in the given chunks. */
    static String stream(Vault vault, Syntax syntax, Iterable<String> chunks) {
        StreamRestorer restorer = new StreamRestorer(vault, syntax);
        StringBuilder out = new StringBuilder();
        for (String chunk : chunks) {
            out.append(restorer.accept(chunk));
        }
        return out.append(restorer.finish()).toString();
    }

    static List<String> oneByOne(String text) {
        return text.chars().mapToObj(c -> String.valueOf((char) c)).toList();
    }
}
