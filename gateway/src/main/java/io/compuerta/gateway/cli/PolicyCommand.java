package io.compuerta.gateway.cli;

import io.compuerta.gateway.cli.simulate.SimulateCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(
        name = "policy",
        header = "Check the configuration: validate the files, run the tests they carry, replay traffic or a share.",
        synopsisSubcommandLabel = "(validate | test | simulate | share)",
        footer = {
            "",
            "Examples:",
            "  ./compuerta policy validate",
            "  ./compuerta policy validate staging/policies.yaml",
            "  ./compuerta policy test --config staging",
            "  ./compuerta policy simulate --policies new.yaml",
            "  ./compuerta policy share --scores explained.jsonl"
        })
final class PolicyCommand {

    private PolicyCommand() {}

    static CommandLine commandLine(Terminal terminal, Home home) {
        return new CommandLine(new PolicyCommand())
                .addSubcommand(new PolicyValidateCommand(terminal, home))
                .addSubcommand(new PolicyTestCommand(terminal, home))
                .addSubcommand(new SimulateCommand(terminal, home))
                .addSubcommand(new PolicyShareCommand(terminal, home));
    }
}
