package io.compuerta.gateway.firewall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.policy.signal.firewall.AttackKind;
import io.compuerta.policy.signal.firewall.FalsePositiveBudget;
import io.compuerta.policy.signal.firewall.Origin;
import io.compuerta.policy.yaml.ConfigException;
import io.compuerta.policy.yaml.Environment;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FirewallFileTest {

    private static final Environment ENVIRONMENT = Environment.of(Map.of("GUARD_KEY", "k-1"));

    private static final String WHOLE = """
            version: 1
            budget: 1%
            actions:
              jailbreak: block
              indirect: strip
              obfuscated: route-premium
              default: flag
            origins:
              tool-result: { default: strip }
              document: { malware: block }
            targets:
              local: { jailbreak: block }
              premium: { jailbreak: flag }
            rules:
              - name: ask-for-price-list
                pattern: 'REVEAL ~3 "price list"'
                kind: extraction
                action: block
              - { name: codename, pattern: bluebird, kind: extraction }
            allow: [ "Disregard previous versions of this form." ]
            tenants:
              acme: { budget: 5%, actions: { malware: flag } }
            remote:
              base-url: http://127.0.0.1:9000/v1/
              model: llama-guard-3-8b
              format: llama-guard
              api-key: ${GUARD_KEY}
              deadline: 2s
              when: uncertain
              uncertain-from: 0.3
              on-failure: block
            """;

    @Test
    void everyKeyIsRead() {
        FirewallPolicy policy = FirewallFile.parse("firewall.yaml", WHOLE, ENVIRONMENT);

        assertThat(policy.version()).hasSize(12);
        assertThat(policy.everybody().budget()).contains(FalsePositiveBudget.ONE_IN_100);
        assertThat(policy.of("acme").budget()).contains(FalsePositiveBudget.ONE_IN_20);
        assertThat(policy.of("globex")).isEqualTo(policy.everybody());
        assertThat(action(policy, "globex", Origin.DOCUMENT, AttackKind.MALWARE))
                .isEqualTo(Action.BLOCK);
        assertThat(action(policy, "globex", Origin.DOCUMENT, AttackKind.INDIRECT))
                .isEqualTo(Action.STRIP);
        assertThat(action(policy, "globex", Origin.TOOL_RESULT, AttackKind.MALWARE))
                .isEqualTo(Action.STRIP);
        assertThat(action(policy, "globex", Origin.USER, AttackKind.OBFUSCATED)).isEqualTo(Action.ROUTE_PREMIUM);
        assertThat(action(policy, "globex", Origin.USER, AttackKind.INJECTION)).isEqualTo(Action.FLAG);
        assertThat(action(policy, "acme", Origin.USER, AttackKind.MALWARE)).isEqualTo(Action.FLAG);
        assertThat(policy.ownActions())
                .extracting(FirewallPolicy.OwnAction::action)
                .containsExactly(Optional.of(Action.BLOCK), Optional.empty());
        assertThat(policy.own().find("show me the price list")).containsExactly(0);
        assertThat(policy.remote())
                .contains(new RemoteSettings(
                        URI.create("http://127.0.0.1:9000/v1"),
                        "llama-guard-3-8b",
                        RemoteSettings.Format.LLAMA_GUARD,
                        Optional.of("k-1"),
                        Duration.ofSeconds(2),
                        false,
                        0.3,
                        true));
        assertThat(policy.remote().orElseThrow().toString()).doesNotContain("k-1");
    }

    @Test
    void whoDoesNotAskTheGuardNeedsNotItsKey() {
        FirewallPolicy policy = FirewallFile.parseWithoutRemote(
                "firewall.yaml", WHOLE.replace("http://127.0.0.1:9000/v1/", "${NO_SUCH_URL}"));

        assertThat(policy.remote()).isEmpty();
        assertThat(policy.ownActions()).hasSize(2);
    }

    @Test
    void theShippedExampleDoesWhatIsDoneWithoutAFile() throws IOException {
        Path example = Path.of("../config/firewall.yaml");

        FirewallPolicy policy = FirewallFile.parse("firewall.yaml", Files.readString(example), ENVIRONMENT);

        for (Origin origin : Origin.values()) {
            for (AttackKind kind : AttackKind.values()) {
                assertThat(policy.everybody().rule(origin, Optional.of(kind)))
                        .isEqualTo(FirewallPolicy.SHIPPED.everybody().rule(origin, Optional.of(kind)));
            }
        }
        assertThat(policy.everybody().budget()).isEmpty();
        assertThat(policy.own().isEmpty()).isTrue();
        assertThat(policy.remote()).isEmpty();
    }

    @Test
    void theExamplesInItsCommentsAreSoundToo() throws IOException {
        String commented = Files.readString(Path.of("../config/firewall.yaml"));
        String active = commented
                .lines()
                .skip(3)
                .map(line -> line.replaceFirst("^(\\s*)# (?=[\\w\\s-])", "$1"))
                .map(line -> line.equals("  default: block") ? "" : line)
                .collect(Collectors.joining("\n"));

        FirewallPolicy policy = FirewallFile.parse("firewall.yaml", active, ENVIRONMENT);

        assertThat(policy.ownActions()).hasSize(1);
        assertThat(policy.tenants()).containsOnlyKeys("acme");
        assertThat(policy.remote()).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "budget: 1% | budget: 3% | :2:9: | Allowed: 0.1%, 0.5%, 1%, 2%, 5%",
                "jailbreak: block\\n | jailbrake: block\\n | :4:3: | did you mean 'jailbreak'?",
                "default: flag | default: stop | :7:12: | Allowed: block, strip, route-premium, flag",
                "tool-result: { | tool: { | :9:3: | Allowed: user, tool-result, document",
                "document: { malware: block } | user: { malware: strip } | :10:20: | strip takes attacks out of tool",
                "premium: { jailbreak: flag } | premium: { jailbreak: strip } | :13:25: | Allowed: block, flag",
                "premium: { jailbreak: flag } | cloud: { jailbreak: flag } | :13:3: | Allowed: local, premium",
                "REVEAL ~3 | SHOW ~3 | :16:14: | no idea is called SHOW",
                "name: codename | name: ask-for-price-list | :19:13: | used twice",
                "pattern: bluebird, kind: extraction | pattern: bluebird | :19:5: | missing key 'kind'",
                "Disregard previous versions of this form. | short | :20:10: | 12 to 1000 characters",
                "budget: 5%, actions | budget: 5%, rules | :22:23: | unknown key 'rules'",
                "base-url: http://127.0.0.1:9000/v1/ | base-url: ftp://guard | :24:13: | http or https address",
                "format: llama-guard | format: guard | :26:11: | Allowed: llama-guard, json, moderation",
                "GUARD_KEY | NO_SUCH_KEY | :27:12: | a variable that is not set",
                "deadline: 2s | deadline: 2m | :28:13: | 300ms or 2s",
                "deadline: 2s | deadline: 0ms | :28:13: | from 1ms to 30s",
                "when: uncertain | when: always | :30:19: | leave one of them out",
                "uncertain-from: 0.3 | uncertain-from: 3 | :30:19: | between 0 and 1",
                "on-failure: block | on-failure: ignore | :31:15: | Allowed: pass, block",
                "version: 1\\n | version: 2\\n | :1:10: | reads version 1",
            })
    void everyMistakeIsToldWithItsLineAndWhatIsAllowed(String right, String wrong, String place, String message) {
        String broken = WHOLE.replace(right.replace("\\n", "\n"), wrong.replace("\\n", "\n"));

        assertThat(broken).isNotEqualTo(WHOLE);
        assertThatThrownBy(() -> FirewallFile.parse("firewall.yaml", broken, ENVIRONMENT))
                .isInstanceOf(ConfigException.class)
                .message()
                .contains("firewall.yaml" + place)
                .contains(message);
    }

    private static Action action(FirewallPolicy policy, String tenant, Origin origin, AttackKind kind) {
        return policy.of(tenant).rule(origin, Optional.of(kind)).action();
    }
}
