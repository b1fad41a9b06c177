package io.compuerta.engine.llama;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends llama.cpp's log to slf4j, a level lower than it thinks of itself: its information is our debugging. The first
 * error is kept, since the C interface answers a failed load with a null pointer and puts the reason into the log.
 */
final class NativeLog {

    private static final Logger LOG = LoggerFactory.getLogger("io.compuerta.engine.llama.native");
    private static final int WARN = 3;
    private static final int ERROR = 4;
    private static final int CONTINUED = 5;

    private static volatile String firstError = "";
    private static volatile int level;

    private NativeLog() {}

    /** The first error since {@link #forgetErrors}, or an empty text. */
    static String firstError() {
        return firstError;
    }

    static void forgetErrors() {
        firstError = "";
    }

    static void connect(NativeCalls calls) throws Throwable {
        MemorySegment stub = Linker.nativeLinker()
                .upcallStub(
                        MethodHandles.lookup()
                                .findStatic(
                                        NativeLog.class,
                                        "write",
                                        MethodType.methodType(
                                                void.class, int.class, MemorySegment.class, MemorySegment.class)),
                        FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS),
                        Arena.global());
        calls.logSet.invokeExact(stub, MemorySegment.NULL);
    }

    @SuppressWarnings("UnusedMethod") // called from native code
    private static void write(int reported, MemorySegment text, MemorySegment unused) {
        // Nothing may be thrown into native code.
        try {
            int now = reported == CONTINUED ? level : reported;
            level = now;
            if (now < WARN && !LOG.isDebugEnabled()) {
                return;
            }
            String line = NativeText.read(text).strip();
            if (line.length() < 2) {
                return;
            }
            if (now == ERROR) {
                if (firstError.isEmpty()) {
                    firstError = line;
                }
                LOG.warn("{}", line);
            } else {
                LOG.debug("{}", line);
            }
        } catch (Throwable ignored) {
            level = reported;
        }
    }
}
