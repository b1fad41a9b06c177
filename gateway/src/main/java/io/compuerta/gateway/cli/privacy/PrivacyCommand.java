package io.compuerta.gateway.cli.privacy;

import io.compuerta.gateway.cli.Home;
import io.compuerta.gateway.cli.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(
        name = "privacy",
        header = "Look for personal data and secrets in files.",
        synopsisSubcommandLabel = "(scan)",
        footer = {
            "",
            "Examples:",
            "  ./compuerta privacy scan notes.txt",
            "  ./compuerta privacy scan --fail-on-findings src/"
        })
public final class PrivacyCommand {

    private PrivacyCommand() {}

    public static CommandLine commandLine(Terminal terminal, Home home) {
        return new CommandLine(new PrivacyCommand()).addSubcommand(new PrivacyScanCommand(terminal, home));
    }
}
