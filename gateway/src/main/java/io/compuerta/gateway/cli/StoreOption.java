package io.compuerta.gateway.cli;

import io.compuerta.engine.local.EngineSettings;
import io.compuerta.engine.model.Machine;
import io.compuerta.engine.model.ModelCatalog;
import io.compuerta.engine.model.ModelChoice;
import io.compuerta.engine.model.ModelSource;
import io.compuerta.engine.model.ModelStore;
import io.compuerta.engine.model.StoredModel;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where models are kept and fetched from; the same in every {@code models} command. */
final class StoreOption {

    private final Home home;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data directory; models are in its models/. Default: data/ beside the launcher.")
    private @Nullable Path data;

    @Option(
            names = "--mirror",
            paramLabel = "URL",
            description = "Server to fetch from, with the paths of Hugging Face. Default: Hugging Face, or"
                    + " $COMPUERTA_ENGINE_MIRROR, or $HF_ENDPOINT.")
    private @Nullable URI mirror;

    StoreOption(Home home) {
        this.home = home;
    }

    ModelStore open() {
        return new ModelStore(Optional.ofNullable(data).orElse(home.data()), mirror());
    }

    /** The model that {@code serve} prefers; the environment may name another, by the names that Spring reads too. */
    ModelSource usual(@Nullable String sha256) {
        return new ModelSource(
                environment("COMPUERTA_ENGINE_REPOSITORY", ModelSource.DEFAULT.repository()),
                environment("COMPUERTA_ENGINE_REVISION", ModelSource.DEFAULT.revision()),
                environment("COMPUERTA_ENGINE_FILE", ModelSource.DEFAULT.file()),
                sha256);
    }

    /** What suits this machine best. */
    ModelChoice choice(int slots, int contextTokens) {
        return ModelChoice.of(
                ModelCatalog.builtIn(), Machine.here(EngineSettings.defaultThreads()), slots, contextTokens);
    }

    /** @throws CommandFailure naming what there is */
    StoredModel require(ModelStore models, String name) {
        return models.named(name).orElseThrow(() -> {
            List<String> names = models.list().stream().map(StoredModel::name).toList();
            return new CommandFailure("there is no usable model '" + name + "' in " + Home.shown(models.directory())
                    + (names.isEmpty()
                            ? "; get one with: ./compuerta models pull"
                            : "; there are: " + String.join(", ", names)));
        });
    }

    private URI mirror() {
        URI chosen = mirror == null
                ? URI.create(environment("COMPUERTA_ENGINE_MIRROR", ModelSource.HUGGING_FACE.toString()))
                : mirror;
        if (!"http".equals(chosen.getScheme()) && !"https".equals(chosen.getScheme())) {
            throw new CommandFailure("the mirror '" + chosen + "' must be an http or https address");
        }
        return chosen;
    }

    private static String environment(String name, String usual) {
        String value = System.getenv(name);
        return value == null || value.isBlank() ? usual : value;
    }
}
