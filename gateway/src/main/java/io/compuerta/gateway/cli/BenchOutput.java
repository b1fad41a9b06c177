package io.compuerta.gateway.cli;

import java.io.PrintWriter;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** How every benchmark speaks: what it is doing goes to standard error, the result to standard output. */
final class BenchOutput {

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(names = "--json", description = "Print JSON for programs.")
    private boolean json;

    void step(String words) {
        PrintWriter err = Objects.requireNonNull(command).commandLine().getErr();
        err.println("  " + words);
        err.flush();
    }

    /** @param forPrograms what Jackson makes JSON of */
    void result(Object forPrograms, Consumer<PrintWriter> forPeople) {
        PrintWriter out = Objects.requireNonNull(command).commandLine().getOut();
        if (json) {
            out.println(JsonMapper.shared().writeValueAsString(forPrograms));
        } else {
            forPeople.accept(out);
        }
        out.flush();
    }
}
