package io.compuerta.engine.remote;

/**
 * What a server said of itself.
 *
 * @param waiting          requests that wait for their turn
 * @param running          requests under way
 * @param promptTokens     read since its start
 * @param cachedTokens     of these, found in its prefix cache
 * @param completionTokens generated since its start
 */
record ServerLoad(long waiting, long running, long promptTokens, long cachedTokens, long completionTokens) {

    static final ServerLoad UNKNOWN = new ServerLoad(0, 0, 0, 0, 0);

    static ServerLoad of(PrometheusText text, RemoteFlavour.Meters meters) {
        return new ServerLoad(
                text.sum(meters.waiting()),
                text.sum(meters.running()),
                text.sum(meters.promptTokens()),
                text.sum(meters.cachedTokens()),
                text.sum(meters.completionTokens()));
    }
}
