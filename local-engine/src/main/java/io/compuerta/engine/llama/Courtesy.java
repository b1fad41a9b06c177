package io.compuerta.engine.llama;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets everything else of the machine go before the computation. A matrix product keeps a core for as long as it is let;
 * an event loop needs one for microseconds, but now. Java's own thread priorities do nothing on Linux, and there
 * {@code setpriority(2)} speaks of one thread, not of the process; threads that the library starts inherit it.
 */
final class Courtesy {

    private static final Logger LOG = LoggerFactory.getLogger(Courtesy.class);

    /** {@code PRIO_PROCESS}; with id 0 the calling thread. */
    private static final int THIS_THREAD = 0;

    private Courtesy() {}

    /**
     * Makes the calling thread yield. Does nothing where the system does not know how, or forbids it.
     *
     * @param niceness 0 changes nothing, 19 yields to everything; each step takes about a tenth of the share of a core
     *     that others want too, and nothing of one that is idle
     */
    static void yieldToOthers(int niceness) {
        if (niceness == 0
                || !System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
            return;
        }
        try {
            Linker linker = Linker.nativeLinker();
            var call = linker.defaultLookup().find("setpriority").orElseThrow();
            var handle = linker.downcallHandle(call, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
            int answer = (int) handle.invokeExact(THIS_THREAD, 0, niceness);
            LOG.debug("niceness {} of the engine's thread: {}", niceness, answer == 0 ? "set" : "refused");
        } catch (Throwable unknown) {
            LOG.debug("the engine's thread keeps its priority", unknown);
        }
    }
}
