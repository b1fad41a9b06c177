package io.compuerta.gateway.cli;

import io.compuerta.gateway.config.ConfigFiles;
import io.compuerta.policy.yaml.ConfigException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "validate",
        header = "Check configuration files; every problem is told as file:line:column.",
        description = {"", "Without a FILE it checks all files of the configuration directory."},
        footer = {
            "",
            "Examples:",
            "  ./compuerta policy validate",
            "  ./compuerta policy validate --config staging",
            "  ./compuerta policy validate config/keys.example.yaml"
        })
final class PolicyValidateCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private final ConfigOption config;

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "Files to check.")
    private List<Path> files = List.of();

    PolicyValidateCommand(Terminal terminal, Home home) {
        this.terminal = terminal;
        this.config = new ConfigOption(home);
    }

    @Override
    public Integer call() {
        int problems = files.isEmpty() ? directory(config.files()) : named();
        if (problems > 0) {
            terminal.err().println("compuerta: " + problems + (problems == 1 ? " problem" : " problems"));
        }
        return problems == 0 ? 0 : 1;
    }

    private int directory(ConfigFiles directory) {
        int problems = 0;
        for (ConfigCheck check : ConfigCheck.values()) {
            String shown = directory.shown(check.fileName());
            Optional<String> text = check == ConfigCheck.POLICIES
                    ? Optional.of(directory.text(check.fileName()))
                    : directory.optionalText(check.fileName());
            if (text.isPresent()) {
                problems += check(check, shown, text.get(), directory);
            } else {
                terminal.out().println(shown + ": " + terminal.faint("not there: " + without(check)));
            }
        }
        return problems;
    }

    private static String without(ConfigCheck check) {
        return switch (check) {
            case POLICIES -> "the gateway does not start";
            case PROVIDERS -> "only the local model answers";
            case PRICES -> "costs are unknown";
            case PRIVACY -> "everything personal that is found is pseudonymized";
            case KEYS -> "only the development key works, on this machine only";
            case FIREWALL -> "attacks are blocked at the shipped threshold";
            case OUTPUT -> "answers are watched as shipped";
        };
    }

    private int named() {
        int problems = 0;
        for (Path file : new ArrayList<>(files)) {
            Path parent = file.toAbsolutePath().getParent();
            Path name = file.getFileName();
            if (parent == null || name == null) {
                throw new CommandFailure(file + " is not a file");
            }
            ConfigFiles beside = new ConfigFiles(parent);
            String text = beside.optionalText(name.toString())
                    .orElseThrow(() -> new CommandFailure("there is no file " + file));
            problems += check(ConfigCheck.of(file, text), file.toString(), text, beside);
        }
        return problems;
    }

    private int check(ConfigCheck check, String shown, String text, ConfigFiles beside) {
        try {
            terminal.out().println(shown + ": " + terminal.good("ok") + ", " + check.read(shown, text, beside));
            return 0;
        } catch (ConfigException e) {
            e.problems().forEach(problem -> terminal.out().println(terminal.bad(problem.toString())));
            return e.problems().size();
        }
    }
}
