package io.compuerta.gateway.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(
        name = "engine",
        header = "Look at the local engine by itself: measure it.",
        synopsisSubcommandLabel = "(bench)",
        footer = {"", "Example:", "  ./compuerta engine bench"})
final class EngineCommand {

    private EngineCommand() {}

    static CommandLine commandLine(Terminal terminal, Home home) {
        return new CommandLine(new EngineCommand()).addSubcommand(new EngineBenchCommand(terminal, home));
    }
}
