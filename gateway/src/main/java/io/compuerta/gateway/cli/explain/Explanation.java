package io.compuerta.gateway.cli.explain;

import io.compuerta.policy.calibrate.TenantCalibration;
import io.compuerta.policy.decide.RouteDecision;
import io.compuerta.policy.signal.Signals;
import io.compuerta.policy.signal.pii.PiiType;
import java.util.List;
import java.util.Optional;

/**
 * All that is known of a question before a model is called.
 *
 * @param pii         in text order, message by message
 * @param calibration what corrected the complexity score; empty when none is in force for the tenant
 */
record Explanation(Signals signals, List<Span> pii, RouteDecision decision, Optional<TenantCalibration> calibration) {

    Explanation {
        pii = List.copyOf(pii);
    }

    /**
     * Personal data in one message. Positions count Unicode code points, so that they mean the same in every language.
     *
     * @param message index of the message
     * @param start   first code point
     * @param end     the one after the last
     */
    record Span(int message, int start, int end, PiiType type) {}
}
