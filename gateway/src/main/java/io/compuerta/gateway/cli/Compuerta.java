package io.compuerta.gateway.cli;

import io.compuerta.gateway.cli.egress.EgressCommand;
import io.compuerta.gateway.cli.explain.ExplainCommand;
import io.compuerta.gateway.cli.privacy.PrivacyCommand;
import io.compuerta.gateway.cli.router.RouterCommand;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The command line. Exit codes: 0 success, 1 failure or a negative finding, 2 a command that was not understood. */
@Command(
        name = "compuerta",
        header = "Answers what it can with a model inside this machine and routes the rest to premium models.",
        description = {"", "Apps keep their OpenAI client and change the base URL to http://127.0.0.1:8080/v1."},
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  ./compuerta serve                       start the gateway; needs no key and no other server",
            "  ./compuerta explain \"What is an IBAN?\"  see where a question would go, and why",
            "  ./compuerta policy validate             check the configuration",
            "  ./compuerta serve --help                everything about one command",
            "",
            "Environment: COMPUERTA_CONFIG and COMPUERTA_DATA name other directories, COMPUERTA_JAVA_OPTS",
            "holds options for java, COMPUERTA_DEBUG=1 shows stack traces, NO_COLOR=1 leaves colours out."
        })
public final class Compuerta {

    private static final int HELP_WIDTH = 100;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    private Compuerta() {}

    public static void main(String[] args) {
        if (!List.of(args).contains("serve")) {
            // The gateway's log is Spring's affair; that of other commands must not mix with what they print.
            System.setProperty("logback.configurationFile", "logback-commands.xml");
        }
        Map<String, String> environment = System.getenv();
        Terminal terminal = Terminal.ofProcess(environment);
        boolean debug = !environment.getOrDefault("COMPUERTA_DEBUG", "").isEmpty();
        System.exit(commandLine(terminal, Home.ofProcess(environment), debug).execute(args));
    }

    /** The commands, speaking to the given terminal. {@code debug} lets stack traces through. */
    static CommandLine commandLine(Terminal terminal, Home home, boolean debug) {
        CommandLine root = new CommandLine(new Compuerta());
        root.addSubcommand(new ServeCommand(terminal, home, debug));
        root.addSubcommand(new ExplainCommand(terminal, home));
        root.addSubcommand(ModelsCommand.commandLine(terminal, home));
        root.addSubcommand(PolicyCommand.commandLine(terminal, home));
        root.addSubcommand(RouterCommand.commandLine(terminal, home));
        root.addSubcommand(new EgressCommand(terminal, home));
        root.addSubcommand(PrivacyCommand.commandLine(terminal, home));
        root.addSubcommand(EngineCommand.commandLine(terminal, home));
        root.addSubcommand(BenchCommand.commandLine(home));
        root.addSubcommand(new VersionCommand(terminal));
        for (CommandLine command : List.copyOf(root.getSubcommands().values())) {
            dress(command);
        }
        dress(root);
        Ansi ansi = terminal.colour() ? Ansi.ON : Ansi.OFF;
        return root.setOut(terminal.out())
                .setErr(terminal.err())
                .setColorScheme(CommandLine.Help.defaultColorScheme(ansi))
                .setUsageHelpWidth(HELP_WIDTH)
                .setUsageHelpLongOptionsMaxWidth(28)
                .setAbbreviatedOptionsAllowed(false)
                .setParameterExceptionHandler((problem, args) -> misunderstood(problem))
                .setExecutionExceptionHandler((failure, command, parsed) -> Failures.report(failure, terminal, debug));
    }

    /** The parts of the help that all commands share. */
    private static void dress(CommandLine command) {
        command.getCommandSpec()
                .usageMessage()
                .commandListHeading("%nCommands:%n")
                .optionListHeading("%nOptions:%n")
                .parameterListHeading("%nArguments:%n")
                .descriptionHeading("")
                .sortOptions(false)
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(Failures.EXIT_CODES);
        command.getSubcommands().values().forEach(Compuerta::dress);
    }

    private static int misunderstood(ParameterException problem) {
        CommandLine command = problem.getCommandLine();
        if (command.getParseResult() != null && isUnfinished(command)) {
            command.usage(command.getErr());
            return CommandLine.ExitCode.USAGE;
        }
        command.getErr().println("compuerta: " + Failures.firstLine(problem));
        CommandLine.UnmatchedArgumentException.printSuggestions(problem, command.getErr());
        command.getErr().println("Try: ./" + command.getCommandSpec().qualifiedName() + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    /** A command that needs one of its sub-commands and was given nothing at all. */
    private static boolean isUnfinished(CommandLine command) {
        return !command.getSubcommands().isEmpty()
                && command.getParseResult().matchedArgs().isEmpty()
                && command.getParseResult().unmatched().isEmpty();
    }
}
