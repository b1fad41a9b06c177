package io.compuerta.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.engine.EngineException;
import io.compuerta.engine.chat.Grammar;
import io.compuerta.engine.testing.NativeLibrary;
import io.compuerta.engine.testing.TinyQwen3Gguf;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a grammar holds, the process survives it. */
@Timeout(300)
class GrammarFuzzTest {

    private static final int GRAMMARS = 10_000;
    private static final long SEED = 815;

    @TempDir
    private Path directory;

    @Test
    void mutatedGrammarsNeverEndTheProcess() throws Exception {
        NativeLibrary.requireBundled();

        ChildJvm child = ChildJvm.run(
                Mutations.class,
                TinyQwen3Gguf.write(directory).toString(),
                directory.resolve("natives").toString(),
                Long.toString(SEED),
                Integer.toString(GRAMMARS));

        String tail = child.output().substring(Math.max(0, child.output().length() - 2000));
        assertThat(child.exitCode())
                .as("seed %d; the last lines:%n%s", SEED, tail)
                .isZero();
        assertThat(child.output()).contains("survived " + GRAMMARS);
        // Of the mutants enough are grammars, and enough are not, for the test to mean something.
        assertThat(number(child.output(), "used ")).isBetween(GRAMMARS / 10, GRAMMARS * 9 / 10);
        assertThat(number(child.output(), "taken by the check and refused by the library "))
                .isLessThan(GRAMMARS / 100);
    }

    private static int number(String output, String label) {
        int start = output.indexOf(label) + label.length();
        return Integer.parseInt(output.substring(start).split("\\D", 2)[0]);
    }

    /** Parses one mutant after the other and walks through those that parse. */
    static final class Mutations {

        private static final List<String> SEEDS = List.of(
                GbnfCheckTest.JSON,
                "root ::= \"<tool_call>\\n\" call \"\\n</tool_call>\" (\"\\n\" root)?\ncall ::= \"{\" [a-z]{1,8} \"}\"",
                "root ::= (a | b)+ \"!\"\na ::= \"x\"{2,5} b?\nb ::= [^x!]{0,3} \"y\"",
                "root ::= [a-záéí]* (\" \" [\\u4e00-\\u9fff]+)? .\n# remark\n",
                "root ::= s\ns ::= \"a\" s \"b\" | \"a\" s \"c\" | \"d\"");

        private static final List<String> PIECES = List.of(
                "(",
                ")",
                "|",
                "*",
                "+",
                "?",
                "{",
                "}",
                "{0}",
                "{2,}",
                "{3,1}",
                "{0,999}",
                "[",
                "]",
                "[^",
                "\"",
                "\\",
                "\n",
                "root",
                "a",
                "b ",
                "::=",
                " ",
                "#",
                "\"\"",
                ".",
                "<",
                "!",
                "<[3]>",
                "\\x00",
                "\\u",
                "-",
                "root ::= ",
                "\0",
                "é",
                "\uD83D\uDE80",
                "((((((((",
                "s ::= s | ",
                "ws ",
                "value ");

        public static void main(String[] arguments) throws Exception {
            // The parser's stack is the thread's: as large as the engine's.
            Thread thread = new Thread(null, () -> run(arguments), "fuzz", 64L << 20);
            thread.start();
            thread.join();
        }

        private static void run(String[] arguments) {
            LlamaLibrary library = LlamaLibrary.load(null, Path.of(arguments[1]));
            long seed = Long.parseLong(arguments[2]);
            int count = Integer.parseInt(arguments[3]);
            int used = 0;
            int doubtful = 0;
            try (LlamaModel model = LlamaModel.load(library, Path.of(arguments[0]))) {
                int[] all = IntStream.range(0, model.vocabSize()).toArray();
                for (int index = 0; index < count; index++) {
                    Random random = new Random(seed + index);
                    String gbnf = mutate(SEEDS.get(random.nextInt(SEEDS.size())), random);
                    boolean passed = false;
                    try {
                        GbnfCheck.check(gbnf);
                        passed = true;
                        walk(model, new Grammar(gbnf, List.of()), all, random);
                        used++;
                    } catch (EngineException.Unsupported refused) {
                        doubtful += passed && refused.getMessage().contains("characters cannot") ? 1 : 0;
                    }
                    if (NativeFailure.message() != null) {
                        System.out.println("native code gave up on grammar " + index);
                        System.exit(3);
                    }
                }
            }
            System.out.println("survived " + count + ", used " + used);
            System.out.println("taken by the check and refused by the library " + doubtful);
        }

        private static void walk(LlamaModel model, Grammar grammar, int[] all, Random random) {
            try (AnswerGrammar rules = AnswerGrammar.of(model, grammar)) {
                for (int step = 0; step < 12; step++) {
                    boolean[] verdicts = rules.allows(all);
                    int[] next = IntStream.of(all)
                            .filter(token -> verdicts[token] && !model.endsGeneration(token))
                            .toArray();
                    if (next.length == 0) {
                        return;
                    }
                    rules.accept(next[random.nextInt(next.length)]);
                }
            }
        }

        private static String mutate(String original, Random random) {
            StringBuilder text = new StringBuilder(original);
            int changes = random.nextInt(4);
            for (int change = 0; change <= changes; change++) {
                int at = random.nextInt(text.length() + 1);
                int end = Math.min(text.length(), at + 1 + random.nextInt(6));
                switch (random.nextInt(5)) {
                    case 0 -> text.delete(at, end);
                    case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                    case 2 -> text.replace(at, end, PIECES.get(random.nextInt(PIECES.size())));
                    case 3 -> text.insert(random.nextInt(text.length() + 1), text.substring(at, end));
                    default -> text.insert(at, (char) random.nextInt(1, 128));
                }
                if (text.isEmpty()) {
                    text.append("root ::= \"a\"");
                }
            }
            return text.toString();
        }
    }
}
