package io.compuerta.gateway.accounting;

import io.compuerta.gateway.egress.EgressJson;
import io.compuerta.gateway.egress.EgressRecord;
import io.compuerta.gateway.observe.GatewayMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what the ledger could not write. A request's fields are in the request log already; a record of what left is
 * written to the logger {@code compuerta.egress} instead, so that it is not gone.
 */
final class CountedLosses implements SqliteLedger.Losses {

    private static final Logger log = LoggerFactory.getLogger("compuerta.egress");

    private final GatewayMetrics metrics;
    private final EgressJson json;

    CountedLosses(GatewayMetrics metrics, EgressJson json) {
        this.metrics = metrics;
        this.json = json;
    }

    @Override
    public void request(LedgerEntry entry) {
        metrics.degraded(GatewayMetrics.Part.LEDGER);
    }

    @Override
    public void egress(EgressRecord record) {
        metrics.degraded(GatewayMetrics.Part.EGRESS);
        log.warn(json.lost(record));
    }
}
