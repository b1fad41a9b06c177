package io.compuerta.policy.signal.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.policy.signal.LinearWork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No text makes the firewall's work grow faster than the text: long rows of what each disguise and rule begins with. */
class LinearFirewallTest {

    private static final PromptFirewall FIREWALL = PromptFirewall.standard();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a ",
                "a.",
                "a\n",
                "1",
                "ignore ",
                "ignore all previous instructions ",
                "ignore a a ",
                "ignora las normas. ",
                "aGVsbG8gd29ybGQ=",
                "aGVsbG8gd29ybGQ= ",
                "68656c6c6f ",
                "01101000 ",
                "%41",
                "%25",
                "\\x41",
                "\\u0041",
                "&#65;",
                "i g n o r e ",
                "i.g.n.o.r.e.",
                "1gn0r3 4ll ",
                "vtaber nyy ",
                "erongi lla ",
                "\u200b",
                "a\u200b",
                "\u0301",
                "а",
                "\uD83D\uDE00",
                "\uDB40\uDC41",
                "<|",
                "### ",
                "it's ",
                "漢"
            })
    void workGrowsNoFasterThanTheText(String piece) {
        assertThat(LinearWork.growth(piece, text -> FIREWALL.inspect(text, Origin.USER)))
                .isLessThan(LinearWork.LIMIT);
    }
}
