package io.compuerta.gateway.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingOperationError;

/** Makes a blocking call on an event loop an error, for the whole test run. */
public final class Blocking {

    private static final List<String> FOUND = new CopyOnWriteArrayList<>();

    /** The test that blocks on purpose, to see that it is noticed. */
    private static final String PROVOKED = "blockingAnEventLoopIsAnErrorInTheseTests";

    private static boolean installed;

    private Blocking() {}

    static synchronized void install() {
        if (installed) {
            return;
        }
        installed = true;
        BlockHound.builder()
                // Reactor's and Netty's own: they say which threads must not block.
                .loadIntegrations()
                // Loading a class reads its jar; it happens once a class and cannot be moved off the loop.
                .allowBlockingCallsInside(ClassLoader.class.getName(), "loadClass")
                .allowBlockingCallsInside("jdk.internal.loader.BuiltinClassLoader", "loadClass")
                .allowBlockingCallsInside("java.lang.invoke.MethodHandleNatives", "linkCallSite")
                // A request id from SecureRandom: it reads the kernel's pool when it reseeds, which does not wait.
                .allowBlockingCallsInside("java.security.SecureRandom", "nextBytes")
                // A country's phone rules are a few kilobytes, read from the jar when its first number comes by.
                .allowBlockingCallsInside("com.google.i18n.phonenumbers.PhoneNumberUtil", "getMetadataForRegion")
                // A timer is taken from its scheduler's queue: the JDK's lock there is held for a few instructions.
                .allowBlockingCallsInside("java.util.concurrent.ThreadPoolExecutor", "remove")
                .allowBlockingCallsInside("java.util.concurrent.ScheduledThreadPoolExecutor", "delayedExecute")
                // An idle worker waits for its next task.
                .allowBlockingCallsInside("java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue", "take")
                // Lettuce guards its writes with a lock that is held for a few instructions.
                .allowBlockingCallsInside("io.lettuce.core.protocol.SharedLock", "incrementWriters")
                .allowBlockingCallsInside("io.lettuce.core.protocol.SharedLock", "doExclusive")
                // The one log line a request: to the console, as the operator wishes it.
                .allowBlockingCallsInside("ch.qos.logback.core.OutputStreamAppender", "writeBytes")
                .allowBlockingCallsInside("ch.qos.logback.core.spi.AppenderAttachableImpl", "appendLoopOnAppenders")
                .blockingMethodCallback(method -> {
                    BlockingOperationError error = new BlockingOperationError(method);
                    StringBuilder trace = new StringBuilder(method.toString());
                    for (StackTraceElement frame : error.getStackTrace()) {
                        trace.append("\n  at ").append(frame);
                    }
                    FOUND.add(trace.toString());
                    System.err.println("BLOCKING: " + trace);
                    throw error;
                })
                .install();
    }

    /** Every blocking call found since this was last asked, with its stack: an operator may have swallowed the error itself. */
    public static synchronized List<String> found() {
        List<String> found = List.copyOf(FOUND);
        FOUND.removeAll(found);
        return found.stream().filter(trace -> !trace.contains(PROVOKED)).toList();
    }
}
