package io.compuerta.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.gateway.config.LiveFile.Outcome;
import io.compuerta.policy.yaml.ConfigException;
import io.compuerta.policy.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveFileTest {

    private static final Instant START = Instant.parse("2026-11-22T06:00:00Z");

    @TempDir
    Path directory;

    private final MovedClock clock = new MovedClock();
    private Path path = Path.of("");

    @BeforeEach
    void aFile() throws IOException {
        path = Files.writeString(directory.resolve("words.yaml"), "one");
    }

    @Test
    void aChangedFileIsTakenAndAnUnchangedOneIsNotReadAgain() throws IOException {
        LiveFile<String> live = live();
        assertThat(live.check()).isEmpty();

        Files.writeString(path, "two");
        clock.now = START.plusSeconds(60);
        Optional<LiveFile.Attempt> attempt = live.check();

        assertThat(attempt.map(LiveFile.Attempt::outcome)).contains(Outcome.LOADED);
        assertThat(live.get()).isEqualTo("two");
        assertThat(live.standing().version()).isEqualTo("v-two");
        assertThat(live.standing().since()).isEqualTo(START.plusSeconds(60));
        assertThat(live.check()).isEmpty();
    }

    @Test
    void aFileWithProblemsLeavesTheOldOneInForceAndIsToldOfOnce() throws IOException {
        LiveFile<String> live = live();

        Files.writeString(path, "broken");
        clock.now = START.plusSeconds(60);
        LiveFile.Attempt attempt = live.check().orElseThrow();

        assertThat(attempt.outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(attempt.problems()).containsExactly(new Problem(path.toString(), 3, 7, "it is broken"));
        assertThat(live.get()).isEqualTo("one");
        assertThat(live.standing().isCurrent()).isFalse();
        assertThat(live.standing().version()).isEqualTo("v-one");
        assertThat(live.standing().since()).isEqualTo(START);
        assertThat(live.check()).isEmpty();
    }

    @Test
    void goingBackToTheVersionInForceEndsTheProblem() throws IOException {
        LiveFile<String> live = live();
        Files.writeString(path, "broken");
        assertThat(live.check()).isPresent();

        Files.writeString(path, "one");

        assertThat(live.check().map(LiveFile.Attempt::outcome)).contains(Outcome.LOADED);
        assertThat(live.standing().isCurrent()).isTrue();
        assertThat(live.standing().since()).isEqualTo(START);
    }

    @Test
    void aFileThatGoesIsStillInForce() throws IOException {
        LiveFile<String> live = live();

        Files.delete(path);

        assertThat(live.check().orElseThrow().problems().getFirst().message()).isEqualTo("the file is gone");
        assertThat(live.get()).isEqualTo("one");
    }

    @Test
    void aFileThatComesLaterIsTaken() throws IOException {
        Files.delete(path);
        LiveFile<String> live = live();
        assertThat(live.get()).isEqualTo("nothing");

        Files.writeString(path, "one");

        assertThat(live.check().map(LiveFile.Attempt::outcome)).contains(Outcome.LOADED);
        assertThat(live.get()).isEqualTo("one");
    }

    @Test
    void whatIsNoTextOrBreaksTheReaderIsAProblemLikeAnyOther() throws IOException {
        LiveFile<String> live = live();

        Files.write(path, new byte[] {(byte) 0xC3, (byte) 0x28});
        LiveFile.Attempt binary = live.check().orElseThrow();
        Files.writeString(path, "defect");
        LiveFile.Attempt defect = live.check().orElseThrow();

        assertThat(binary.problems().getFirst().message()).contains("not valid UTF-8");
        assertThat(defect.problems().getFirst().message()).isEqualTo("cannot be read (IllegalStateException)");
        assertThat(live.get()).isEqualTo("one");
    }

    @Test
    void aFileWithProblemsStopsTheStart() throws IOException {
        Files.writeString(path, "broken");

        assertThatThrownBy(this::live).isInstanceOf(ConfigException.class).hasMessageContaining("3:7: it is broken");
    }

    @Test
    void aSymbolicLinkThatIsSwappedIsNoticed() throws IOException {
        Path first = Files.createDirectory(directory.resolve("..one"));
        Path second = Files.createDirectory(directory.resolve("..two"));
        Files.writeString(first.resolve("words.yaml"), "one");
        Files.writeString(second.resolve("words.yaml"), "two");
        Path data = Files.createSymbolicLink(directory.resolve("..data"), first);
        Files.delete(path);
        Files.createSymbolicLink(path, Path.of("..data", "words.yaml"));
        LiveFile<String> live = live();

        Path next = Files.createSymbolicLink(directory.resolve("..data_tmp"), second);
        Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);

        assertThat(live.check()).isPresent();
        assertThat(live.get()).isEqualTo("two");
    }

    @Test
    void theFileSystemTellsTheWatchOfAFileReplacedByRenaming() throws Exception {
        LiveFile<String> live = live();
        CountDownLatch taken = new CountDownLatch(1);
        live.onAttempt(standing -> taken.countDown());
        // Polling would take an hour: only the file system's own word can be in time.
        ConfigWatch watch = new ConfigWatch(
                directory, new ReloadSettings(true, Duration.ofHours(1), Duration.ofMillis(20)), List.of(live));

        watch.start();
        try {
            // The watch begins some time after its thread; a rename again and again is one that it cannot miss.
            for (int i = 0; i < 300 && !taken.await(100, TimeUnit.MILLISECONDS); i++) {
                Path next = Files.writeString(directory.resolve("words.yaml.swp"), "two");
                Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            watch.stop();
        }

        assertThat(taken.getCount()).isZero();
        assertThat(live.get()).isEqualTo("two");
    }

    @Test
    void aListenersFaultDoesNotEndTheWatch() throws IOException {
        LiveFile<String> live = live();
        live.onAttempt(standing -> {
            throw new IllegalStateException("a listener's fault");
        });
        List<String> seen = new ArrayList<>();
        Path other = Files.writeString(directory.resolve("other.yaml"), "one");
        LiveFile<String> second = new LiveFile<>(
                new ConfigFiles(directory), "other.yaml", (shown, text, former) -> text.orElse(""), v -> v, clock);
        second.onAttempt(standing -> seen.add(standing.version()));
        ConfigWatch watch = new ConfigWatch(
                directory, new ReloadSettings(true, Duration.ofHours(1), Duration.ofMillis(20)), List.of(live, second));

        Files.writeString(path, "two");
        Files.writeString(other, "two");
        watch.check();

        assertThat(seen).containsExactly("two");
    }

    private LiveFile<String> live() {
        return new LiveFile<>(
                new ConfigFiles(directory), "words.yaml", LiveFileTest::read, value -> "v-" + value, clock);
    }

    private static String read(String shown, Optional<String> text, Optional<String> former) {
        String word = text.orElse("nothing");
        if (word.equals("broken")) {
            throw new ConfigException(List.of(new Problem(shown, 3, 7, "it is broken")));
        }
        if (word.equals("defect")) {
            throw new IllegalStateException("a text that must not be told");
        }
        return word;
    }

    private static final class MovedClock extends Clock {

        private Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
