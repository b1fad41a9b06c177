package io.compuerta.policy.signal.firewall;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The prompts of {@code own-prompts.yaml}, by attack or not and by section. */
record OwnPrompts(String section, boolean attack, String text) {

    static List<OwnPrompts> read() throws IOException {
        try (InputStream in = Objects.requireNonNull(OwnPrompts.class.getResourceAsStream("own-prompts.yaml"))) {
            Map<?, ?> document = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromInputStream(in);
            List<OwnPrompts> prompts = new ArrayList<>();
            document.forEach((side, sections) -> ((Map<?, ?>) sections)
                    .forEach((section, texts) -> ((Collection<?>) texts)
                            .forEach(text -> prompts.add(new OwnPrompts(
                                    String.valueOf(section), "attacks".equals(side), String.valueOf(text))))));
            return prompts;
        }
    }

    boolean spanish() {
        return section.endsWith("-es");
    }
}
