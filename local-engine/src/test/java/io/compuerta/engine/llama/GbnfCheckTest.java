package io.compuerta.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.engine.EngineException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which grammars reach native code. */
class GbnfCheckTest {

    static final String JSON = """
            root ::= object
            value ::= object | array | string | number | ("true" | "false" | "null") ws
            object ::= "{" ws ( string ":" ws value ("," ws string ":" ws value)* )? "}" ws
            array ::= "[" ws ( value ("," ws value)* )? "]" ws
            string ::= "\\"" ( [^"\\\\\\x7F\\x00-\\x1F] | "\\\\" (["\\\\bfnrt/] | "u" [0-9a-fA-F]{4}) )* "\\"" ws
            number ::= ("-"? ([0-9] | [1-9] [0-9]{0,15})) ("." [0-9]+)? ([eE] [-+]? [0-9]{1,15})? ws # as in RFC 8259
            ws ::= | " " | "\\n" [ \\t]{0,20}
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "root ::= \"yes\" | \"no\"",
                "  # a remark\n\nroot ::=\n  [^\\]\\u00e1-\\U0001F600] .\n\n",
                "root ::= a{2,5} (b c)* d? \"\"\r\na ::= \"x\"{3}\r\nb ::= | a\r\nc ::= [a-]\r\nd ::= ( a\n | b )",
                "root ::= item+\nitem ::= \"<\" item? \">\"",
                "root ::= (\"a\"?)* \"b\"",
                "root ::= \"a\"*?"
            })
    void grammarsPass(String gbnf) {
        assertThatCode(() -> GbnfCheck.check(gbnf)).doesNotThrowAnyException();
    }

    @Test
    void theGrammarOfJsonPasses() {
        assertThatCode(() -> GbnfCheck.check(JSON)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            `` ~ root
            `top ::= "a"` ~ root
            `root ::= missing` ~ not defined
            `root := "a"` ~ '::='
            `root ::= "a` ~ a character
            `root ::= [a` ~ a character
            `root ::= []` ~ empty class
            `root ::= ("a"` ~ ')'
            `root ::= "a" )` ~ new line
            `root ::= "\\q"` ~ one of t r n
            `root ::= "\\x4"` ~ hexadecimal
            `root ::= *` ~ new line
            `root ::= ""*` ~ nothing is repeated
            `root ::= "a"{5,3}` ~ 5 to 3
            `root ::= "a"{3` ~ ',' or '}'
            `root ::= "a"{99999999999999999999}` ~ repetitions
            `root ::= ("a"{0,1000} "b"){1000}` ~ unfolds
            `root ::= <tool>` ~ names a token
            `root ::= !<[12]>` ~ names a token
            `root ::= root "a"` ~ left recursion
            `root ::= root` ~ left recursion
            """)
    void badGrammarsAreRefusedWithAReason(String gbnf, String reason) {
        assertThatThrownBy(() -> GbnfCheck.check(gbnf))
                .isInstanceOfSatisfying(
                        EngineException.Unsupported.class,
                        refused -> assertThat(refused.parameter()).isEqualTo("response_format"))
                .hasMessageContaining(reason);
    }

    @Test
    void leftRecursionBehindWhatMayBeEmptyIsSeen() {
        // llama.cpp takes "b" for never empty here, and follows the rule until the memory is full.
        refused("root ::= b root \"x\" | \"y\"\nb ::= c\nc ::= \"\"", "left recursion");
        refused("root ::= (\" \"?){0,3} root \"x\" | \"y\"", "left recursion");
    }

    @Test
    void sizeIsBounded() {
        refused("root ::= " + "\"a\" ".repeat(100_000), "characters");
        refused("root ::= " + "(".repeat(200) + "\"a\"" + ")".repeat(200), "nested deeper");
        refused("root ::= \"" + "a".repeat(100_000) + "\"{1000}", "unfolds");
    }

    @Test
    void waysToBeginAreBounded() {
        String doubling = IntStream.range(0, 40)
                .mapToObj(level -> "r%d ::= r%d \"a\" | r%d \"b\"%n".formatted(level, level + 1, level + 1))
                .collect(Collectors.joining());
        refused("root ::= r0\n" + doubling + "r40 ::= \"c\"", "begins in more than");
        String optional = "root ::= \"a\" " + "x? ".repeat(5000) + "\nx ::= \"x\"";
        refused(optional, "ways lead on");
        String chain = IntStream.range(0, 600)
                .mapToObj(level -> "r%d ::= r%d%n".formatted(level, level + 1))
                .collect(Collectors.joining());
        refused("root ::= r0\n" + chain + "r600 ::= \"c\"", "deep");
    }

    private static void refused(String gbnf, String reason) {
        assertThatThrownBy(() -> GbnfCheck.check(gbnf))
                .isInstanceOf(EngineException.Unsupported.class)
                .hasMessageContaining(reason);
    }
}
