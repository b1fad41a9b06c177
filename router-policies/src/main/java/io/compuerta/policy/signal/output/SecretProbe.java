package io.compuerta.policy.signal.output;

import io.compuerta.policy.signal.pii.SecretTrace;
import java.util.function.Predicate;

/** Finds keys, tokens and passwords that the request does not hold, in JSON source also behind its escapes. */
final class SecretProbe extends CharProbe {

    private final SecretTrace trace;
    private final Unescaper unescaper = new Unescaper();
    private final boolean json;

    SecretProbe(Predicate<String> known, boolean json) {
        this.trace = new SecretTrace(known);
        this.json = json;
    }

    @Override
    void next(char c, int at) {
        int decoded = json ? unescaper.next(c, at) : c;
        if (decoded != Unescaper.PENDING) {
            trace.next((char) decoded, json ? unescaper.start() : at);
            leak(trace.found());
        }
    }

    @Override
    void end(int at) {
        trace.end();
        leak(trace.found());
    }

    @Override
    int hold() {
        return trace.hold();
    }
}
