package io.compuerta.gateway.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.policy.decide.Placement;
import io.compuerta.policy.signal.firewall.AttackKind;
import io.compuerta.policy.signal.firewall.Origin;
import io.compuerta.policy.yaml.Environment;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which word counts, and what targets come to. */
class RulebookTest {

    private static final Optional<AttackKind> JAILBREAK = Optional.of(AttackKind.JAILBREAK);

    private static Rulebook rules(String sections, String tenant) {
        return FirewallFile.parse("firewall.yaml", "version: 1\n" + sections, Environment.of(Map.of()))
                .of(tenant);
    }

    @Test
    void theNearestWordCounts() {
        String file = """
                actions: { jailbreak: block, default: flag }
                origins: { document: { default: strip }, tool-result: { jailbreak: route-premium } }
                tenants:
                  kind: { actions: { jailbreak: flag } }
                  wide: { actions: { default: block } }
                """;

        assertThat(rules(file, "any").rule(Origin.USER, JAILBREAK).action()).isEqualTo(Action.BLOCK);
        assertThat(rules(file, "any").rule(Origin.DOCUMENT, JAILBREAK).action()).isEqualTo(Action.STRIP);
        assertThat(rules(file, "any").rule(Origin.TOOL_RESULT, JAILBREAK).action())
                .isEqualTo(Action.ROUTE_PREMIUM);
        assertThat(rules(file, "any").rule(Origin.USER, Optional.empty()).action())
                .isEqualTo(Action.FLAG);
        assertThat(rules(file, "kind").rule(Origin.USER, JAILBREAK).action()).isEqualTo(Action.FLAG);
        assertThat(rules(file, "kind").rule(Origin.DOCUMENT, Optional.empty()).action())
                .isEqualTo(Action.STRIP);
        assertThat(rules(file, "wide").rule(Origin.USER, Optional.empty()).action())
                .isEqualTo(Action.BLOCK);
    }

    @Test
    void aUsersOwnWordsAreBlockedWhereOthersAreStripped() {
        Rulebook rules = rules("actions: { default: strip }", "any");

        assertThat(rules.rule(Origin.USER, JAILBREAK).blocks()).isTrue();
        assertThat(rules.rule(Origin.TOOL_RESULT, JAILBREAK).action()).isEqualTo(Action.STRIP);
    }

    @ParameterizedTest
    @CsvSource({
        "block, block, block, BLOCK, ANYWHERE, false",
        "block, flag,  flag,  FLAG, ANYWHERE, false",
        "flag,  block, flag,  ROUTE_PREMIUM, PREMIUM, true",
        "flag,  flag,  block, ROUTE_LOCAL, LOCAL, true",
        "block, block, flag,  ROUTE_PREMIUM, PREMIUM, true",
        "route-premium, flag, flag, FLAG, ANYWHERE, false",
        "route-premium, flag, block, ROUTE_LOCAL, LOCAL, true",
    })
    void targetsOpenAndCloseSides(
            String action, String local, String premium, Action ruled, Placement placement, boolean bound) {
        Ruling ruling = rules("""
                actions: { jailbreak: %s }
                targets: { local: { default: %s }, premium: { jailbreak: %s } }
                """.formatted(action, local, premium), "any").rule(Origin.USER, JAILBREAK);

        assertThat(ruling.action()).isEqualTo(ruled);
        assertThat(ruling.blocks()).isEqualTo(ruled == Action.BLOCK);
        assertThat(ruling.placement()).isEqualTo(placement);
        assertThat(ruling.bound()).isEqualTo(bound);
    }

    @Test
    void aSideThatNoTargetSpeaksOfStaysAsTheActionHasIt() {
        Ruling ruling = rules("""
                actions: { jailbreak: flag }
                targets: { local: { jailbreak: block } }
                """, "any").rule(Origin.USER, JAILBREAK);

        assertThat(ruling.placement()).isEqualTo(Placement.PREMIUM);
        assertThat(ruling.bound()).isTrue();
    }

    @Test
    void twoAttacksThatLeaveNoSideInCommonAreBlocked() {
        Ruling premium = Ruling.of(Action.ROUTE_PREMIUM, Origin.USER);
        Ruling local = Ruling.of(Action.ROUTE_LOCAL, Origin.USER);
        Ruling flag = Ruling.of(Action.FLAG, Origin.USER);

        assertThat(premium.and(local).blocks()).isTrue();
        assertThat(premium.and(flag).placement()).isEqualTo(Placement.PREMIUM);
        assertThat(flag.and(flag).placement()).isEqualTo(Placement.ANYWHERE);
    }
}
