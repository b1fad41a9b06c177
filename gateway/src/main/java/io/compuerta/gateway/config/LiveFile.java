package io.compuerta.gateway.config;

import io.compuerta.policy.yaml.ConfigException;
import io.compuerta.policy.yaml.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one configuration file says, exchanged as a whole when the file changes. A version with problems is told of and
 * not taken: the one before stays in force. Thread-safe; readers never wait.
 *
 * @param <T> immutable, or safe for any thread
 */
public final class LiveFile<T> implements Supplier<T> {

    private static final Logger log = LoggerFactory.getLogger(LiveFile.class);

    private final ConfigFiles files;
    private final String name;
    private final Reader<T> reader;
    private final Function<T, String> versions;
    private final Clock clock;
    private final List<Consumer<Standing>> listeners = new CopyOnWriteArrayList<>();
    private String digestInForce;
    private String digestSeen;
    private volatile InForce<T> current;

    /** Makes a value of a file's text. */
    @FunctionalInterface
    public interface Reader<T> {

        /**
         * @param shown  the file's name in messages
         * @param text   empty when there is no such file
         * @param former what is in force; empty at the start
         * @throws ConfigException with every problem
         */
        T read(String shown, Optional<String> text, Optional<T> former);
    }

    /** What came of looking at a new version of the file. */
    public enum Outcome {
        LOADED,
        REJECTED;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * The last time that a new version of the file was looked at.
     *
     * @param problems empty unless rejected
     */
    public record Attempt(Instant at, Outcome outcome, List<Problem> problems) {

        public Attempt {
            problems = List.copyOf(problems);
        }
    }

    /**
     * How a file stands.
     *
     * @param file    its name, without directory
     * @param version of what is in force
     * @param since   when that came into force
     */
    public record Standing(String file, String version, Instant since, Attempt last) {

        /** Whether what stands on the disk is what is in force. */
        public boolean isCurrent() {
            return last.outcome() == Outcome.LOADED;
        }
    }

    private record InForce<T>(T value, Standing standing) {}

    /**
     * Reads the file.
     *
     * @param name     such as {@link ConfigFiles#POLICIES}
     * @param versions names the content of a value
     * @throws ConfigException        at the start a file with problems is not survived
     * @throws ConfigFiles.Unreadable as the reader does for a file that must be there
     */
    public LiveFile(ConfigFiles files, String name, Reader<T> reader, Function<T, String> versions, Clock clock) {
        this.files = files;
        this.name = name;
        this.reader = reader;
        this.versions = versions;
        this.clock = clock;
        Optional<String> text = files.optionalText(name);
        T value = reader.read(files.shown(name), text, Optional.empty());
        this.digestInForce = digest(text);
        this.digestSeen = digestInForce;
        Instant now = clock.instant();
        this.current = new InForce<>(
                value, new Standing(name, versions.apply(value), now, new Attempt(now, Outcome.LOADED, List.of())));
    }

    @Override
    public T get() {
        return current.value();
    }

    public Standing standing() {
        return current.standing();
    }

    /** @param listener told after each attempt, on the thread that looked */
    public void onAttempt(Consumer<Standing> listener) {
        listeners.add(listener);
    }

    /**
     * Looks whether the file has changed and takes the new version if it is sound. May take as long as compiling does, so
     * not for event loops.
     *
     * @return what came of it; empty when the file is as it was when last looked at
     */
    public synchronized Optional<Attempt> check() {
        Optional<String> text;
        try {
            text = files.optionalText(name);
        } catch (ConfigFiles.Unreadable e) {
            if (Thread.currentThread().isInterrupted()) {
                // An interrupted read says nothing of the file.
                return Optional.empty();
            }
            return attempt("unreadable: " + e.getMessage(), () -> reject(String.valueOf(e.getMessage())));
        }
        return attempt(digest(text), () -> take(text));
    }

    private Optional<Attempt> attempt(String digest, Supplier<Attempt> work) {
        if (digest.equals(digestSeen)) {
            return Optional.empty();
        }
        digestSeen = digest;
        Attempt attempt = work.get();
        listeners.forEach(listener -> listener.accept(standing()));
        return Optional.of(attempt);
    }

    private Attempt take(Optional<String> text) {
        if (digestSeen.equals(digestInForce)) {
            log.info(
                    "{} is again the version in force, {}",
                    files.shown(name),
                    standing().version());
            return enter(get(), standing().since());
        }
        if (text.isEmpty()) {
            // A file that goes must not open what it closed: without keys.yaml everybody knows a key.
            return reject("the file is gone");
        }
        String former = standing().version();
        T value;
        try {
            value = reader.read(files.shown(name), text, Optional.of(get()));
        } catch (ConfigException e) {
            return reject(e.problems());
        } catch (RuntimeException | StackOverflowError e) {
            return reject("cannot be read (" + e.getClass().getSimpleName() + ")");
        }
        digestInForce = digestSeen;
        Attempt attempt = enter(value, clock.instant());
        log.info(
                "{}: version {} is in force, in place of {}",
                files.shown(name),
                standing().version(),
                former);
        return attempt;
    }

    private Attempt enter(T value, Instant since) {
        Attempt attempt = new Attempt(clock.instant(), Outcome.LOADED, List.of());
        current = new InForce<>(value, new Standing(name, versions.apply(value), since, attempt));
        return attempt;
    }

    private Attempt reject(String message) {
        return reject(List.of(new Problem(files.shown(name), 1, 1, message)));
    }

    private Attempt reject(List<Problem> problems) {
        Standing before = standing();
        Attempt attempt = new Attempt(clock.instant(), Outcome.REJECTED, problems);
        current = new InForce<>(get(), new Standing(name, before.version(), before.since(), attempt));
        StringBuilder lines = new StringBuilder();
        problems.forEach(problem -> lines.append("\n  ").append(problem));
        log.warn("{} is not taken, version {} stays in force:{}", files.shown(name), before.version(), lines);
        return attempt;
    }

    private static String digest(Optional<String> text) {
        if (text.isEmpty()) {
            return "none";
        }
        try {
            byte[] bytes = text.get().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
