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
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever an adapter's file holds, the process survives it. */
@Timeout(300)
class BrokenAdaptersTest {

    private static final int MUTATIONS = 400;
    private static final long SEED = 77;

    @TempDir
    private Path directory;

    @Test
    void mutatedAdaptersNeverEndTheProcess() throws Exception {
        NativeLibrary.requireBundled();

        ChildJvm child = ChildJvm.run(
                Mutations.class,
                TinyQwen3Gguf.write(directory).toString(),
                TinyQwen3Gguf.writeAdapter(directory, "original", 1).toString(),
                directory.resolve("natives").toString(),
                Long.toString(SEED),
                Integer.toString(MUTATIONS));

        String tail = child.output().substring(Math.max(0, child.output().length() - 2000));
        assertThat(child.exitCode())
                .as("seed %d; the last lines:%n%s", SEED, tail)
                .isZero();
        assertThat(child.output()).contains("survived " + MUTATIONS).doesNotContain("loaded 0");
    }

    /** Loads one mutation after the other, and answers with those that load. */
    static final class Mutations {
        public static void main(String[] arguments) throws IOException {
            Path model = Path.of(arguments[0]);
            Path original = Path.of(arguments[1]);
            LlamaLibrary library = LlamaLibrary.load(null, Path.of(arguments[2]));
            long seed = Long.parseLong(arguments[3]);
            int count = Integer.parseInt(arguments[4]);
            byte[] bytes = Files.readAllBytes(original);
            int headerBytes = (int) GgufHeader.read(original).dataOffset();
            Path mutated = original.resolveSibling("mutated.gguf");
            LlamaSettings settings =
                    new LlamaSettings("tiny", false, 256, 1, 1, 1, 64).withAdapters(Map.of("mutated", mutated));
            int loaded = 0;
            for (int index = 0; index < count; index++) {
                Files.write(mutated, mutate(bytes, headerBytes, new Random(seed + index)));
                try (LlamaChatEngine engine = LlamaChatEngine.open(library, model, settings)) {
                    Answers.textOf(engine, Answers.ask("hi", 3).withModel("tiny:mutated"));
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
            ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            int[] interesting = {0, 1, 2, 3, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 8, 63, 64, 65, 128, 1 << 30};
            int value = interesting[random.nextInt(interesting.length)];
            switch (random.nextInt(5)) {
                case 0 -> bytes[random.nextInt(headerBytes)] = (byte) random.nextInt(256);
                case 1 -> {
                    for (int flip = 0; flip < 8; flip++) {
                        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                    }
                }
                case 2 -> numbers.putInt(random.nextInt(headerBytes - 4), value);
                case 3 -> numbers.putLong(random.nextInt(headerBytes - 8), value);
                default -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
            return bytes;
        }
    }
}
