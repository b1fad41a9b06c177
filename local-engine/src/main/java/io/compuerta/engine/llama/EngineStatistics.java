package io.compuerta.engine.llama;

/**
 * What an engine has done and is doing; the source of its metrics.
 *
 * @param slots            requests that can be answered at the same time
 * @param inFlight         requests being answered or waiting
 * @param parked           answers without a slot because their readers stopped reading
 * @param promptTokens     read since the start, re-reading included
 * @param completionTokens generated since the start
 */
public record EngineStatistics(int slots, int inFlight, int parked, long promptTokens, long completionTokens) {}
