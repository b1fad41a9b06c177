package io.compuerta.engine.llama;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when native code gives up. llama.cpp ends the process on a broken promise ({@code GGML_ASSERT}) and the
 * C++ runtime on an exception that nobody caught. Both call back first: the message is kept, the engines are told, and
 * the thread sleeps for ever instead of returning into {@code abort()}. The process lives on without local generation.
 * Signals (SIGSEGV, SIGBUS) and stack overflows are out of reach of this.
 */
final class NativeFailure {

    private static final Logger LOG = LoggerFactory.getLogger(NativeFailure.class);

    private static final List<Consumer<String>> LISTENERS = new CopyOnWriteArrayList<>();
    private static volatile @Nullable String message;

    private NativeFailure() {}

    /** Why native code may not be called any more; null while all is well. */
    static @Nullable String message() {
        return message;
    }

    static void listen(Consumer<String> listener) {
        LISTENERS.add(listener);
    }

    static void forget(Consumer<String> listener) {
        LISTENERS.remove(listener);
    }

    /** Registers the call-backs; once per process. */
    static void guard(NativeCalls calls) throws Throwable {
        MethodHandles.Lookup own = MethodHandles.lookup();
        MemorySegment onAbort = Linker.nativeLinker()
                .upcallStub(
                        own.findStatic(
                                NativeFailure.class, "aborted", MethodType.methodType(void.class, MemorySegment.class)),
                        FunctionDescriptor.ofVoid(ValueLayout.ADDRESS),
                        Arena.global());
        MemorySegment onTerminate = Linker.nativeLinker()
                .upcallStub(
                        own.findStatic(NativeFailure.class, "terminated", MethodType.methodType(void.class)),
                        FunctionDescriptor.ofVoid(),
                        Arena.global());
        MemorySegment previousAbort = (MemorySegment) calls.setAbortCallback.invokeExact(onAbort);
        MemorySegment previousTerminate = (MemorySegment) calls.setTerminate.invokeExact(onTerminate);
        LOG.debug("guards set; before: {} {}", previousAbort, previousTerminate);
    }

    @SuppressWarnings("UnusedMethod") // called from native code
    private static void aborted(MemorySegment text) {
        fail("native code gave up: " + NativeText.read(text));
    }

    @SuppressWarnings("UnusedMethod") // called from native code
    private static void terminated() {
        fail("native code threw a C++ exception that nobody caught");
    }

    private static void fail(String reason) {
        // Nothing may be thrown into native code, whatever a listener does.
        try {
            message = reason;
            LOG.error("{}; the local engine is off until the process is restarted", reason);
            LISTENERS.forEach(listener -> listener.accept(reason));
        } catch (Throwable ignored) {
            message = reason;
        }
        while (true) {
            LockSupport.park(NativeFailure.class);
            Thread.interrupted();
        }
    }
}
