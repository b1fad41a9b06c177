package io.compuerta.gateway.cli.router;

import io.compuerta.gateway.cli.Home;
import io.compuerta.gateway.cli.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(
        name = "router",
        header = "See how well requests are judged, and correct it for a tenant.",
        synopsisSubcommandLabel = "(evaluate | fit)",
        footer = {
            "",
            "Examples:",
            "  ./compuerta router evaluate",
            "  ./compuerta router fit --tenant acme --output calibration.yaml"
        })
public final class RouterCommand {

    private RouterCommand() {}

    public static CommandLine commandLine(Terminal terminal, Home home) {
        return new CommandLine(new RouterCommand())
                .addSubcommand(new RouterEvaluateCommand(terminal, home))
                .addSubcommand(new RouterFitCommand(terminal, home));
    }
}
