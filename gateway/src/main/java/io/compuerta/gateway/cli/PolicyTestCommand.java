package io.compuerta.gateway.cli;

import io.compuerta.gateway.classify.TextDetectors;
import io.compuerta.gateway.config.ConfigFiles;
import io.compuerta.policy.rule.CompiledPolicy;
import io.compuerta.policy.rule.PolicyCompiler;
import io.compuerta.policy.rule.PolicyTests;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "test",
        header = "Run the tests that policies.yaml carries, with the detectors of the gateway.",
        description = {
            "",
            "Tests stand under 'tests:' in the file; docs/policies.md says what they may give and expect."
        },
        footer = {"", "Examples:", "  ./compuerta policy test", "  ./compuerta policy test --config staging"})
final class PolicyTestCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private final ConfigOption config;

    PolicyTestCommand(Terminal terminal, Home home) {
        this.terminal = terminal;
        this.config = new ConfigOption(home);
    }

    @Override
    public Integer call() {
        ConfigFiles files = config.files();
        CompiledPolicy policy = PolicyCompiler.compile(
                files.shown(ConfigFiles.POLICIES),
                files.text(ConfigFiles.POLICIES),
                Clock.system(ZoneId.systemDefault()),
                ConfigCheck.catalogue(files));
        List<PolicyTests.Result> results = PolicyTests.run(policy, new TextDetectors());
        for (PolicyTests.Result result : results) {
            terminal.out().println(result.passed() ? result.toString() : terminal.bad(result.toString()));
        }
        long failed = results.stream().filter(result -> !result.passed()).count();
        if (results.isEmpty()) {
            terminal.out().println(files.shown(ConfigFiles.POLICIES) + ": no tests; add some under 'tests:'");
        } else {
            terminal.out().println((results.size() - failed) + " passed, " + failed + " failed");
        }
        return failed == 0 ? 0 : 1;
    }
}
