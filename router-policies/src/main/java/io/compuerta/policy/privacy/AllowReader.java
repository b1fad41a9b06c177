package io.compuerta.policy.privacy;

import io.compuerta.policy.signal.pii.LinearPattern;
import io.compuerta.policy.yaml.YamlMapping;
import io.compuerta.policy.yaml.YamlText;
import java.util.ArrayList;
import java.util.List;

/** Reads an {@code allow} section. */
final class AllowReader {

    private static final int MOST_PATTERNS = 100;

    private AllowReader() {}

    static AllowList read(YamlMapping entry) {
        entry.allow("values", "patterns");
        List<String> values =
                entry.optionalTexts("values").stream().map(YamlText::value).toList();
        List<YamlText> written = entry.optionalTexts("patterns");
        if (written.size() > MOST_PATTERNS) {
            entry.problemAt(
                    "patterns",
                    written.size() + " patterns are too many; at most " + MOST_PATTERNS + ", or use values");
        }
        List<LinearPattern> patterns = new ArrayList<>();
        for (YamlText text : written) {
            try {
                patterns.add(LinearPattern.ignoringCase(text.value()));
            } catch (LinearPattern.Refused e) {
                entry.problem(text.position(), e.getMessage());
            }
        }
        return AllowList.of(values, patterns);
    }
}
