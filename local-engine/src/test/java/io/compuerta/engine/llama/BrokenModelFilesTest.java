package io.compuerta.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.engine.EngineException;
import io.compuerta.engine.model.GgufHeader;
import io.compuerta.engine.testing.Answers;
import io.compuerta.engine.testing.ChildJvm;
import io.compuerta.engine.testing.NativeLibrary;
import io.compuerta.engine.testing.TinyQwen3Gguf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a model file holds, the process survives it. */
@Timeout(300)
class BrokenModelFilesTest {

    private static final int MUTATIONS = 400;
    private static final long SEED = 4_711;

    @TempDir
    private Path directory;

    @Test
    void mutatedHeadersNeverEndTheProcess() throws Exception {
        NativeLibrary.requireBundled();

        ChildJvm child = ChildJvm.run(
                Mutations.class,
                TinyQwen3Gguf.write(directory).toString(),
                directory.resolve("natives").toString(),
                Long.toString(SEED),
                Integer.toString(MUTATIONS));

        assertThat(child.exitCode())
                .as("seed %d; the last lines:%n%s", SEED, tail(child.output()))
                .isZero();
        assertThat(child.output()).contains("survived " + MUTATIONS);
    }

    private static String tail(String output) {
        return output.substring(Math.max(0, output.length() - 2000));
    }

    /** Loads one mutation after the other, and makes those that load say something. */
    static final class Mutations {
        public static void main(String[] arguments) throws IOException {
            Path original = Path.of(arguments[0]);
            LlamaLibrary library = LlamaLibrary.load(null, Path.of(arguments[1]));
            long seed = Long.parseLong(arguments[2]);
            int count = Integer.parseInt(arguments[3]);
            byte[] bytes = Files.readAllBytes(original);
            int headerBytes = (int) GgufHeader.read(original).dataOffset();
            Path mutated = original.resolveSibling("mutated.gguf");
            int loaded = 0;
            for (int index = 0; index < count; index++) {
                System.out.println("mutation " + index);
                Files.write(mutated, mutate(bytes, headerBytes, new Random(seed + index)));
                LlamaSettings settings = new LlamaSettings("mutated", false, 128, 1, 1, 1, 64);
                try (LlamaChatEngine engine = LlamaChatEngine.open(library, mutated, settings)) {
                    Answers.textOf(engine, Answers.ask("hi", 3));
                    loaded++;
                } catch (EngineException.Unavailable refused) {
                    System.out.println(refused.getMessage());
                }
                if (NativeFailure.message() != null) {
                    System.out.println("native code gave up on mutation " + index);
                    System.exit(3);
                }
                Files.delete(mutated);
            }
            System.out.println("survived " + count + ", loaded " + loaded);
        }

        private static byte[] mutate(byte[] original, int headerBytes, Random random) {
            byte[] bytes = original.clone();
            // The first part of the header holds counts and hyperparameters, the last part the tensors.
            int from = random.nextBoolean() ? 0 : Math.max(0, headerBytes - 2000);
            int to = from == 0 ? 900 : headerBytes;
            switch (random.nextInt(5)) {
                case 0 -> bytes[from + random.nextInt(to - from)] = (byte) random.nextInt(256);
                case 1 -> {
                    for (int flip = 0; flip < 8; flip++) {
                        bytes[from + random.nextInt(to - from)] ^= (byte) (1 << random.nextInt(8));
                    }
                }
                case 2 ->
                    ByteBuffer.wrap(bytes)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putInt(from + random.nextInt(to - from), interesting(random));
                case 3 ->
                    ByteBuffer.wrap(bytes)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(from + random.nextInt(to - from), interesting(random));
                default -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
            return bytes;
        }

        private static int interesting(Random random) {
            int[] values = {0, 1, 2, 3, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 511, 512, 513, 1 << 16, 1 << 30};
            return values[random.nextInt(values.length)];
        }
    }
}
