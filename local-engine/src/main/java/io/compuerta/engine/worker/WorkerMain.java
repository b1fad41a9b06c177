package io.compuerta.engine.worker;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** The worker's process. Started by the gateway only; it ends when the gateway does. */
public final class WorkerMain {

    /** Exit code when the engine, having been ready, cannot go on. */
    static final int ENGINE_FAILED = 70;

    private static final int LOST = 71;

    private static final Logger LOG = LoggerFactory.getLogger(WorkerMain.class);

    private WorkerMain() {}

    /** @param arguments the socket, the program's class, and the milliseconds between pulses */
    public static void main(String[] arguments) {
        // Ctrl-C and a stopped service signal the whole group; the gateway decides when its worker ends.
        List.of("INT", "TERM", "HUP").forEach(WorkerMain::ignore);
        offerToOomKiller();
        int code = LOST;
        try (SocketChannel channel = connect(Path.of(arguments[0]))) {
            WorkerProgram program = Class.forName(arguments[1])
                    .asSubclass(WorkerProgram.class)
                    .getConstructor()
                    .newInstance();
            code = new WorkerSession(channel, program, Duration.ofMillis(Long.parseLong(arguments[2]))).run();
        } catch (IOException gone) {
            LOG.debug("the gateway is gone: {}", gone.getMessage());
        } catch (ReflectiveOperationException | RuntimeException failure) {
            LOG.error("the worker failed: {}", failure.getClass().getName());
        }
        // Not exit: hooks wait for native code, which may be what hangs.
        Runtime.getRuntime().halt(code);
    }

    private static void ignore(String signal) {
        try {
            Signal.handle(new Signal(signal), SignalHandler.SIG_IGN);
        } catch (IllegalArgumentException reserved) {
            LOG.debug("this JVM keeps SIG{} to itself", signal);
        }
    }

    /** The socket's file has served its purpose then; also when the gateway died before it could remove it. */
    private static SocketChannel connect(Path socket) throws IOException {
        try {
            return SocketChannel.open(UnixDomainSocketAddress.of(socket));
        } finally {
            Files.deleteIfExists(socket);
            Files.deleteIfExists(socket.toAbsolutePath().getParent());
        }
    }

    /** Where memory runs out the kernel should take this process rather than the gateway. */
    private static void offerToOomKiller() {
        try {
            Files.writeString(Path.of("/proc/self/oom_score_adj"), "500");
        } catch (IOException notHere) {
            LOG.debug("no say in whom the kernel ends first: {}", notHere.getMessage());
        }
    }
}
