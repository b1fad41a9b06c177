package io.compuerta.policy.decide;

import java.util.List;

/** A named place where requests may go. */
public sealed interface Target {

    /** The name of the target in {@link Route}s that the caller chose; no policy may define it. */
    String ASKED = "asked";

    String name();

    /** As written; never empty. */
    List<ModelId> models();

    /** The route to one of the models. */
    default Route to(ModelId model) {
        return route(name(), model);
    }

    static Route route(String target, ModelId model) {
        return model.isLocal() ? new Route.Local(target, model) : new Route.Premium(target, model);
    }

    /** The engine inside this process. */
    record Engine(String name, ModelId model) implements Target {

        public Engine {
            if (!model.isLocal()) {
                throw new IllegalArgumentException("the engine of target '" + name + "' is not local: " + model);
            }
        }

        @Override
        public List<ModelId> models() {
            return List.of(model);
        }
    }

    /**
     * Models of providers outside.
     *
     * @param selection which of them comes first for a request
     */
    record Premium(String name, List<ModelId> models, Selection selection) implements Target {

        public Premium(String name, List<ModelId> models) {
            this(name, models, Selection.FIRST_HEALTHY);
        }

        public Premium {
            models = List.copyOf(models);
            if (models.isEmpty() || models.stream().anyMatch(ModelId::isLocal)) {
                throw new IllegalArgumentException("target '" + name + "' must name models of providers outside");
            }
        }
    }
}
