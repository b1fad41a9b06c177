package io.compuerta.gateway.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.web.server.PortInUseException;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Why the gateway did not start, found under Spring's wrappings, in words for people. */
final class StartupFailure {

    private StartupFailure() {}

    /** The failure to report: one of Compuerta's own when there is one, else one that says the same more plainly. */
    static RuntimeException of(Exception failure) {
        List<Throwable> causes = causes(failure);
        for (Throwable cause : causes.reversed()) {
            switch (cause) {
                case PortInUseException port -> {
                    return new CommandFailure("port " + port.getPort()
                            + " is in use; stop what listens there, or take another with --port");
                }
                case BindException setting -> {
                    return new CommandFailure(setting(setting));
                }
                case MarkedYAMLException yaml -> {
                    return new CommandFailure(yaml(yaml));
                }
                case RuntimeException ours
                when Failures.isOurs(ours) -> {
                    return ours;
                }
                default -> {}
            }
        }
        Throwable root = causes.getLast();
        return new CommandFailure("the gateway could not start: "
                + root.getClass().getSimpleName() + ": " + Failures.firstLine(root) + "; COMPUERTA_DEBUG=1 shows more");
    }

    private static String setting(BindException failure) {
        Throwable root = causes(failure).getLast();
        @Nullable
        Origin origin =
                failure.getProperty() == null ? null : failure.getProperty().getOrigin();
        return "the setting " + failure.getName() + " cannot be used: " + Failures.firstLine(root)
                + (origin == null ? "" : " (" + origin + ")");
    }

    private static String yaml(MarkedYAMLException failure) {
        @Nullable Mark mark = failure.getProblemMark();
        String place =
                mark == null ? "" : " (line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1) + ")";
        return "application.yaml is not valid YAML: " + failure.getProblem() + place;
    }

    /** Outermost first. */
    private static List<Throwable> causes(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (@Nullable Throwable next = failure; next != null && seen.add(next); next = next.getCause()) {
            chain.add(next);
        }
        return chain;
    }
}
