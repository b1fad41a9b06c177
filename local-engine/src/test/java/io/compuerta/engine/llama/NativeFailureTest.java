package io.compuerta.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.engine.EngineException;
import io.compuerta.engine.EngineHealth;
import io.compuerta.engine.testing.NativeLibrary;
import io.compuerta.engine.testing.TinyQwen3Gguf;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broken promise inside native code costs the local engine, not the process. */
@Timeout(120)
class NativeFailureTest {

    @TempDir
    private Path directory;

    @Test
    void anAssertionInNativeCodeLeavesTheProcessAlive() throws Exception {
        NativeLibrary.requireBundled();

        ChildJvm child = ChildJvm.run(
                Crash.class,
                TinyQwen3Gguf.write(directory).toString(),
                directory.resolve("natives").toString());

        assertThat(child.output()).contains("running answer: Unavailable").contains("health: Unavailable");
        assertThat(child.output()).contains("another engine: refused").contains("still alive");
        assertThat(child.exitCode()).isZero();
    }

    /** Provokes an abort on purpose while an engine is answering. */
    static final class Crash {
        public static void main(String[] arguments) throws Exception {
            Path model = Path.of(arguments[0]);
            LlamaLibrary library = LlamaLibrary.load(null, Path.of(arguments[1]));
            LlamaSettings settings = new LlamaSettings("tiny", false, 512, 1, 1, 1, 64);
            LlamaChatEngine engine = LlamaChatEngine.open(library, model, settings);
            Thread culprit = new Thread(() -> endTooEarly(library, model));
            culprit.setDaemon(true);
            try {
                engine.generate(Answers.ask("long", 400))
                        .doOnNext(event -> {
                            if (culprit.getState() == Thread.State.NEW) {
                                culprit.start();
                                awaitFailure();
                            }
                        })
                        .blockLast();
            } catch (EngineException.Unavailable expected) {
                System.out.println("running answer: Unavailable");
            }
            if (engine.health() instanceof EngineHealth.Unavailable) {
                System.out.println("health: Unavailable");
            }
            engine.close();
            try {
                LlamaLibrary.load(null, Path.of(arguments[1]));
            } catch (NativeUnavailable expected) {
                System.out.println("another engine: refused");
            }
            System.out.println("still alive: " + NativeFailure.message());
        }

        private static void awaitFailure() {
            while (NativeFailure.message() == null) {
                Thread.onSpinWait();
            }
        }

        /** What {@link GrammarState#accept} would refuse: the end of the turn, while the rules want more. */
        private static void endTooEarly(LlamaLibrary library, Path file) {
            LlamaModel model = LlamaModel.load(library, file);
            GrammarState grammar = GrammarState.parse(model, "root ::= \"yes\"");
            grammar.acceptUnchecked(model.tokenize("<|im_end|>", true)[0]);
        }
    }
}
