package io.compuerta.policy.signal.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Prompts of our own that no weight was fitted on. The bars say what is reached, so that no change loses it. */
class PromptFirewallOwnSetTest {

    private static final PromptFirewall FIREWALL = PromptFirewall.standard();
    private static List<OwnPrompts> prompts;

    @BeforeAll
    static void read() throws IOException {
        prompts = OwnPrompts.read();
    }

    @Test
    void theSetIsLargeEnoughToMean() {
        assertThat(prompts.stream().filter(OwnPrompts::attack)).hasSizeGreaterThan(75);
        assertThat(prompts.stream().filter(prompt -> !prompt.attack())).hasSizeGreaterThan(75);
    }

    @Test
    void mostAttacksAreBlocked() {
        assertBlocked(OwnPrompts::attack, 0.72, 1);
    }

    @Test
    void spanishAttacksAreHeldToTheSameBar() {
        assertBlocked(prompt -> prompt.attack() && prompt.spanish(), 0.72, 1);
    }

    @Test
    void ordinaryTextThatLooksHostilePasses() {
        assertBlocked(prompt -> !prompt.attack(), 0, 0.03);
    }

    private static void assertBlocked(Predicate<OwnPrompts> chosen, double least, double most) {
        List<String> blocked = new ArrayList<>();
        List<String> passed = new ArrayList<>();
        for (OwnPrompts prompt : prompts) {
            if (chosen.test(prompt)) {
                FirewallVerdict verdict = FIREWALL.inspect(prompt.text(), Origin.USER);
                String line =
                        String.format(Locale.ROOT, "%.2f %s: %s", verdict.score(), prompt.section(), prompt.text());
                (verdict.blocked() ? blocked : passed).add(line);
            }
        }
        double share = blocked.size() / (double) (blocked.size() + passed.size());
        assertThat(share)
                .as("blocked %s%n%npassed %s", String.join("\n", blocked), String.join("\n", passed))
                .isBetween(least, most);
    }
}
