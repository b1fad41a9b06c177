package io.compuerta.engine.llama;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets everything else of the machine go before the computation. A matrix product keeps a core for as long as it is let;
 * an event loop needs one for microseconds, but now. Java's own thread priorities do nothing on Linux, where
 * {@code nice(2)} speaks of one thread, not of the process; threads that the library starts inherit it.
 */
final class Courtesy {

    private static final Logger LOG = LoggerFactory.getLogger(Courtesy.class);

    private Courtesy() {}

    /**
     * Makes the calling thread yield. Does nothing where the system does not know how, or forbids it.
     *
     * @param steps each takes a fifth of what is left of its share in a core that others want too, and nothing of one
     *     that is idle
     */
    static void yieldToOthers(int steps) {
        if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
            return;
        }
        try {
            Linker linker = Linker.nativeLinker();
            var call = linker.defaultLookup().find("nice").orElseThrow();
            var handle = linker.downcallHandle(call, FunctionDescriptor.of(JAVA_INT, JAVA_INT));
            int niceness = (int) handle.invokeExact(steps);
            LOG.debug("the engine's thread has niceness {}", niceness);
        } catch (Throwable unknown) {
            LOG.debug("the engine's thread keeps its priority", unknown);
        }
    }
}
