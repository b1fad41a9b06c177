package io.compuerta.gateway.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(
        name = "models",
        header = "Look after the local models: list them, fetch them.",
        synopsisSubcommandLabel = "(list | pull)",
        footer = {
            "",
            "Examples:",
            "  ./compuerta models list",
            "  ./compuerta models pull",
            "  ./compuerta models pull Qwen/Qwen3-1.7B-GGUF/Qwen3-1.7B-Q8_0.gguf"
        })
final class ModelsCommand {

    private ModelsCommand() {}

    static CommandLine commandLine(Terminal terminal, Home home) {
        return new CommandLine(new ModelsCommand())
                .addSubcommand(new ModelsListCommand(terminal, home))
                .addSubcommand(new ModelsPullCommand(terminal, home));
    }
}
