package io.compuerta.engine.model;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private final Pulls pulls;

    /**
     * @param dataDirectory the product's; {@code models/} in it is made when needed
     * @param mirror        a server with the paths of Hugging Face, {@link ModelSource#HUGGING_FACE} if none is nearer
     */
    public ModelStore(Path dataDirectory, URI mirror) {
        this(dataDirectory, Pulls.Settings.usual(mirror, System.getenv()));
    }

    ModelStore(Path dataDirectory, Pulls.Settings settings) {
        this.directory = dataDirectory.resolve("models");
        this.pulls = new Pulls(directory, settings);
    }

    /** Where the files are. */
    public Path directory() {
        return directory;
    }

    /** Where adapters are: GGUF LoRA files. */
    public Path adapterDirectory() {
        return directory.resolve("adapters");
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
        String name = SplitModel.modelName(wanted.fileName());
        Optional<StoredModel> best = list().stream()
                .min(Comparator.comparing((StoredModel model) -> !name.equals(model.name()))
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

    /** A model by its name, or by the name of its (first) file; also one that only makes embeddings. */
    public Optional<StoredModel> named(String name) {
        return inventory().models().stream()
                .filter(model -> model.name().equals(name)
                        || model.file().getFileName().toString().equals(name))
                .findFirst();
    }

    /**
     * All models of the store that chat, by name. Files that cannot be used are left out, and the log says why; so are
     * models made for embeddings, which would answer nonsense.
     */
    public List<StoredModel> list() {
        Inventory inventory = inventory();
        inventory.problems().forEach(problem -> LOG.warn("passed over: {}", problem));
        return inventory.models().stream().filter(model -> !model.embedder()).toList();
    }

    /** Everything in the store, and what is wrong with what cannot be used. */
    public Inventory inventory() {
        List<StoredModel> models = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.filter(ModelStore::isModel).sorted().toList()) {
                    try {
                        models.add(read(file));
                    } catch (IOException unusable) {
                        problems.add(String.valueOf(unusable.getMessage()));
                    }
                }
            } catch (IOException failure) {
                problems.add(directory + " cannot be read: " + failure);
            }
        }
        models.sort(Comparator.comparing(StoredModel::name));
        return new Inventory(models, problems);
    }

    /**
     * Fetches a model into the store, going on where an earlier attempt stopped. What is there already is not fetched
     * again. A model in several files is fetched whole.
     */
    public PullResult pull(PullSource source, PullProgress progress) {
        String fileName = source instanceof PullSource.Starter ? pulls.starter().fileName() : source.fileName();
        String first = SplitModel.partNames(fileName).getFirst();
        try {
            PullRecord record = pulls.pull(source, first, progress);
            return new PullResult.Pulled(read(directory.resolve(first)), record.proven(), record.proof());
        } catch (PullFailed | InvalidModelFile failure) {
            return new PullResult.Failed(String.valueOf(failure.getMessage()));
        } catch (IOException failure) {
            return new PullResult.Failed(fileName + " could not be fetched: " + failure);
        }
    }

    /** Fetches from Hugging Face or its mirror. */
    public PullResult pull(ModelSource source, PullProgress progress) {
        return pull(new PullSource.HuggingFace(source), progress);
    }

    /** Fetches the starter model, a stand-in that is not Qwen. */
    public PullResult pullStarter(PullProgress progress) {
        return pull(new PullSource.Starter(), progress);
    }

    /** Compares each file of a model with what came when it was fetched, and checks the header. Reads every byte. */
    public List<Verification> verify(StoredModel model) {
        return model.parts().stream().map(part -> verify(part, model.file())).toList();
    }

    private Verification verify(Path part, Path first) {
        String name = part.getFileName().toString();
        String actual;
        try {
            GgufCheck.readAny(first);
            actual = Checksum.sha256(part);
        } catch (IOException broken) {
            return new Verification(
                    name, Verification.Outcome.DAMAGED, Optional.empty(), String.valueOf(broken.getMessage()));
        }
        Optional<PullRecord> record =
                PullRecord.of(part).filter(known -> !known.sha256().isEmpty());
        if (record.isEmpty()) {
            return new Verification(
                    name,
                    Verification.Outcome.UNRECORDED,
                    Optional.of(actual),
                    "the header is sound; no checksum was recorded, since it was not fetched by Compuerta");
        }
        PullRecord known = record.get();
        boolean same = known.sha256().equals(actual);
        return new Verification(
                name,
                same ? Verification.Outcome.SOUND : Verification.Outcome.DAMAGED,
                Optional.of(actual),
                same
                        ? "as it came from " + known.source() + " (checksum vouched for by: " + known.proof() + ")"
                        : "the bytes have changed: " + known.sha256() + " came from " + known.source());
    }

    /**
     * Takes a model and what was noted about it away.
     *
     * @throws IOException with one line for people, also when a process serves from it
     */
    public void remove(StoredModel model) throws IOException {
        FileLocks.Lock lock = FileLocks.tryExclusive(useFile(model.file()))
                .orElseThrow(() -> new PullFailed("a running gateway serves from " + model.name() + "; stop it first"));
        try (lock) {
            for (Path part : model.parts()) {
                Files.deleteIfExists(part);
                Files.deleteIfExists(PullRecord.fileOf(part));
                Files.deleteIfExists(directory.resolve("." + part.getFileName() + ".lock"));
            }
            Files.deleteIfExists(useFile(model.file()));
        }
    }

    /** Tells other processes that this one serves from a model, until closed. Models outside the store are not locked. */
    public AutoCloseable use(StoredModel model) {
        if (!directory.toAbsolutePath().equals(model.file().toAbsolutePath().getParent())) {
            return () -> {};
        }
        try {
            Optional<FileLocks.Lock> lock = FileLocks.tryShared(useFile(model.file()));
            if (lock.isPresent()) {
                return lock.get();
            }
        } catch (IOException readOnly) {
            LOG.debug("{} cannot be locked", model.file(), readOnly);
        }
        return () -> {};
    }

    /** Whether some process, or this one, serves from a model now. */
    public boolean isInUse(StoredModel model) {
        if (!Files.exists(useFile(model.file()))) {
            return false;
        }
        try {
            Optional<FileLocks.Lock> lock = FileLocks.tryExclusive(useFile(model.file()));
            lock.ifPresent(FileLocks.Lock::close);
            return lock.isEmpty();
        } catch (IOException unknown) {
            LOG.debug("{} cannot be locked", model.file(), unknown);
            return false;
        }
    }

    private static Path useFile(Path model) {
        return model.resolveSibling("." + model.getFileName() + ".use");
    }

    private StoredModel read(Path file) throws IOException {
        return StoredModel.of(file, GgufCheck.readAny(file), pulls.starter().fileName());
    }

    private static boolean isModel(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".gguf")
                && !name.startsWith(".")
                && Files.isRegularFile(file)
                && !(SplitModel.isLaterPart(name)
                        && Files.exists(SplitModel.files(file).getFirst()));
    }
}
