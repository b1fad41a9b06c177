package io.compuerta.gateway.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(
        name = "policy",
        header = "Check the configuration: validate the files, run the tests they carry, replay a share.",
        synopsisSubcommandLabel = "(validate | test | share)",
        footer = {
            "",
            "Examples:",
            "  ./compuerta policy validate",
            "  ./compuerta policy validate staging/policies.yaml",
            "  ./compuerta policy test --config staging",
            "  ./compuerta policy share --scores explained.jsonl"
        })
final class PolicyCommand {

    private PolicyCommand() {}

    static CommandLine commandLine(Terminal terminal, Home home) {
        return new CommandLine(new PolicyCommand())
                .addSubcommand(new PolicyValidateCommand(terminal, home))
                .addSubcommand(new PolicyTestCommand(terminal, home))
                .addSubcommand(new PolicyShareCommand(terminal, home));
    }
}
