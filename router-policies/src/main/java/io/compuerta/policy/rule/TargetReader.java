package io.compuerta.policy.rule;

import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.Selection;
import io.compuerta.policy.decide.Target;
import io.compuerta.policy.yaml.YamlMapping;
import io.compuerta.policy.yaml.YamlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code targets:}. */
final class TargetReader {

    private TargetReader() {}

    /** The targets by name in the order written, without those that have problems. */
    static Map<String, Target> read(YamlMapping section) {
        Map<String, Target> targets = new LinkedHashMap<>();
        if (section.isSound() && section.keys().isEmpty()) {
            section.problem(section.position(), "no targets; give at least one");
        }
        section.children().forEach((name, entry) -> {
            entry.allow("engine", "models", "strategy", "weights", "sticky");
            if (name.equals(Target.ASKED)) {
                entry.problem(
                        entry.position(), "a target cannot be named 'asked': it stands for the caller's own choice");
            }
            read(name, entry).ifPresent(target -> targets.put(name, target));
        });
        return targets;
    }

    private static Optional<Target> read(String name, YamlMapping entry) {
        // An entry with a misspelt key has been told of it already.
        if (entry.isSound() && entry.has("engine") == entry.has("models")) {
            entry.problem(entry.position(), "target '" + name + "' must have either 'engine' or 'models'");
        }
        if (entry.has("models")) {
            List<ModelId> models = models(name, entry);
            Selection selection = SelectionReader.read(entry, models);
            return entry.isSound() ? Optional.of(new Target.Premium(name, models, selection)) : Optional.empty();
        }
        for (String key : List.of("strategy", "weights", "sticky")) {
            if (entry.has("engine") && entry.has(key)) {
                entry.problemAt(key, "'" + key + "' belongs to a target with 'models'");
            }
        }
        Optional<YamlText> engine = entry.optionalText("engine");
        return entry.isSound()
                ? engine.map(text -> new Target.Engine(name, ModelId.local(text.value())))
                : Optional.empty();
    }

    private static List<ModelId> models(String target, YamlMapping entry) {
        List<ModelId> models = new ArrayList<>();
        for (YamlText text : entry.texts("models")) {
            model(text, entry).ifPresent(model -> {
                if (models.contains(model)) {
                    entry.problem(text.position(), "'" + model + "' stands twice in target '" + target + "'");
                }
                models.add(model);
            });
        }
        return models;
    }

    private static Optional<ModelId> model(YamlText text, YamlMapping entry) {
        Optional<ModelId> model = ModelId.find(text.value());
        if (model.isEmpty()) {
            entry.problem(text.position(), "a model is written provider/model, not '" + text.value() + "'");
        } else if (model.get().isLocal()) {
            // A target that mixes inside and outside could not be told safe or unsafe.
            entry.problem(
                    text.position(),
                    "the embedded engine is a target of its own: write 'engine: "
                            + model.get().model() + "'");
            return Optional.empty();
        }
        return model;
    }
}
