package io.compuerta.gateway.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(
        name = "models",
        header = "Look after the local models: list, fetch, describe, check and remove them.",
        synopsisSubcommandLabel = "(list | pull | info | verify | rm)",
        footer = {
            "",
            "Examples:",
            "  ./compuerta models list",
            "  ./compuerta models pull                 Qwen3-0.6B",
            "  ./compuerta models pull auto            the best that fits this machine",
            "  ./compuerta models info Qwen3-0.6B-Q8_0",
            "  ./compuerta models verify",
            "  ./compuerta models rm Qwen3-0.6B-Q8_0"
        })
final class ModelsCommand {

    private ModelsCommand() {}

    static CommandLine commandLine(Terminal terminal, Home home) {
        return new CommandLine(new ModelsCommand())
                .addSubcommand(new ModelsListCommand(terminal, home))
                .addSubcommand(new ModelsPullCommand(terminal, home))
                .addSubcommand(new ModelsInfoCommand(terminal, home))
                .addSubcommand(new ModelsVerifyCommand(terminal, home))
                .addSubcommand(new ModelsRemoveCommand(terminal, home, ModelsRemoveCommand::ask));
    }
}
