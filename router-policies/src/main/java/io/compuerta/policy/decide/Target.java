package io.compuerta.policy.decide;

import java.util.List;

/** A named place where requests may go. */
public sealed interface Target {

    /** The name of the target in {@link Route}s that the caller chose; no policy may define it. */
    String ASKED = "asked";

    String name();

    /** In order of preference; never empty. */
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

    /** Models of providers outside. */
    record Premium(String name, List<ModelId> models) implements Target {

        public Premium {
            models = List.copyOf(models);
            if (models.isEmpty() || models.stream().anyMatch(ModelId::isLocal)) {
                throw new IllegalArgumentException("target '" + name + "' must name models of providers outside");
            }
        }
    }
}
