package io.compuerta.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.engine.Embedder;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.model.EmbeddingFile;
import io.compuerta.engine.model.GgufCheck;
import io.compuerta.engine.model.InvalidModelFile;
import io.compuerta.engine.testing.Answers;
import io.compuerta.engine.testing.ChildJvm;
import io.compuerta.engine.testing.GgufMutator;
import io.compuerta.engine.testing.NativeLibrary;
import io.compuerta.engine.testing.TinyBertGguf;
import io.compuerta.engine.testing.TinyQwen3Gguf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a model file holds, the process survives it. */
@Timeout(300)
class BrokenModelFilesTest {

    private static final int MUTATIONS = 10_000;
    private static final int EMBEDDER_MUTATIONS = 1_000;
    private static final long SEED = 4_711;

    /** The child's JVM, the libraries and a tiny model take some 400. */
    private static final int MOST_MEGABYTES = 1_500;

    @TempDir
    private Path directory;

    @Test
    void mutatedHeadersNeverEndTheProcess() throws Exception {
        NativeLibrary.requireBundled();

        assertSurvives(TinyQwen3Gguf.write(directory), MUTATIONS, "chat");
    }

    @Test
    void norDoThoseOfModelsThatEmbed() throws Exception {
        NativeLibrary.requireBundled();

        assertSurvives(TinyBertGguf.write(directory), EMBEDDER_MUTATIONS, "embed");
        assertSurvives(TinyQwen3Gguf.write(directory), EMBEDDER_MUTATIONS, "embed");
    }

    private void assertSurvives(Path file, int mutations, String use) throws Exception {
        ChildJvm child = ChildJvm.run(
                Mutations.class,
                file.toString(),
                directory.resolve("natives").toString(),
                Long.toString(SEED),
                Integer.toString(mutations),
                use);

        assertThat(child.exitCode())
                .as("seed %d; the last lines:%n%s", SEED, tail(child.output()))
                .isZero();
        assertThat(child.output()).contains("survived " + mutations);
        Matcher peak = Pattern.compile("peak (\\d+) MB").matcher(child.output());
        assertThat(peak.find()).isTrue();
        assertThat(Integer.parseInt(peak.group(1))).as("MB of memory").isLessThan(MOST_MEGABYTES);
        Matcher loaded = Pattern.compile("loaded (\\d+)").matcher(child.output());
        assertThat(loaded.find()).isTrue();
        assertThat(Integer.parseInt(loaded.group(1))).as("that said something").isPositive();
    }

    private static String tail(String output) {
        return output.substring(Math.max(0, output.length() - 2000));
    }

    /** Looks at one mutation after the other, and makes those that Java lets through load and say something. */
    static final class Mutations {
        private static final long PATIENCE_NANOS = 30_000_000_000L;
        private static volatile long began = System.nanoTime();

        public static void main(String[] arguments) throws IOException {
            GgufMutator mutator = new GgufMutator(Path.of(arguments[0]));
            LlamaLibrary library = LlamaLibrary.load(null, Path.of(arguments[1]));
            long seed = Long.parseLong(arguments[2]);
            int count = Integer.parseInt(arguments[3]);
            boolean embeds = arguments[4].equals("embed");
            Path mutated = Path.of(arguments[0]).resolveSibling("mutated.gguf");
            Thread.ofPlatform().daemon().start(Mutations::watch);
            int passed = 0;
            int loaded = 0;
            for (int index = 0; index < count; index++) {
                began = System.nanoTime();
                mutator.write(mutated, seed + index);
                if (passes(mutated, embeds)) {
                    passed++;
                    System.out.println("mutation " + index);
                    loaded += (embeds ? embeds(library, mutated) : answers(library, mutated)) ? 1 : 0;
                    if (NativeFailure.message() != null) {
                        System.out.println("native code gave up on mutation " + index + ": " + NativeFailure.message());
                        System.exit(3);
                    }
                }
                Files.delete(mutated);
            }
            System.out.println("survived " + count + ", passed " + passed + ", loaded " + loaded + ", peak "
                    + peakMegabytes() + " MB");
        }

        private static boolean passes(Path file, boolean embeds) throws IOException {
            try {
                if (embeds) {
                    EmbeddingFile.read(file);
                } else {
                    GgufCheck.readModel(file);
                }
                return true;
            } catch (InvalidModelFile refused) {
                return false;
            }
        }

        private static boolean answers(LlamaLibrary library, Path file) {
            LlamaSettings settings = new LlamaSettings("mutated", false, 256, 1, 1, 1, 32);
            try (LlamaChatEngine engine = LlamaChatEngine.open(library, file, settings)) {
                Answers.textOf(engine, Answers.ask("hi", 3));
                return true;
            } catch (EngineException refused) {
                System.out.println(refused.getMessage());
                return false;
            }
        }

        private static boolean embeds(LlamaLibrary library, Path file) throws IOException {
            List<String> texts = List.of("hi", "a text of more than one step: " + "abc ".repeat(40), "");
            try (Embedder embedder = LlamaEmbedder.open(() -> library, EmbeddingFile.read(file), 128, 1, 1)) {
                return embedder.embed(texts, Duration.ofNanos(PATIENCE_NANOS)).block() != null;
            } catch (EngineException refused) {
                System.out.println(refused.getMessage());
                return false;
            }
        }

        /** A hang ends the child, loudly. */
        private static void watch() {
            while (System.nanoTime() - began < PATIENCE_NANOS) {
                LockSupport.parkNanos(PATIENCE_NANOS / 10);
            }
            System.out.println("it hangs");
            Runtime.getRuntime().halt(4);
        }

        private static long peakMegabytes() throws IOException {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmHWM"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .sum();
        }
    }
}
