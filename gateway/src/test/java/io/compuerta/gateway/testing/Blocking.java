package io.compuerta.gateway.testing;

import reactor.blockhound.BlockHound;

/** Makes a blocking call on an event loop an error, for the whole test run. */
final class Blocking {

    private static boolean installed;

    private Blocking() {}

    static synchronized void install() {
        if (installed) {
            return;
        }
        installed = true;
        BlockHound.builder()
                // Loading a class reads its jar; it happens once a class and cannot be moved off the loop.
                .allowBlockingCallsInside(ClassLoader.class.getName(), "loadClass")
                // A request id from SecureRandom: it reads the kernel's pool when it reseeds, which does not wait.
                .allowBlockingCallsInside("java.security.SecureRandom", "nextBytes")
                .install();
    }
}
