package io.compuerta.engine.llama;

import io.compuerta.engine.GenerationRequest;

/**
 * Whose tokens may be shared: the same tokens give other values under another adapter, and a caller who may reuse
 * another's prompt could tell from the time saved what that prompt was.
 */
record CacheKey(String adapter, String scope) {

    private static final char ADAPTER_MARK = ':';

    static CacheKey of(GenerationRequest request) {
        int mark = request.model().indexOf(ADAPTER_MARK);
        return new CacheKey(mark < 0 ? "" : request.model().substring(mark + 1), request.cacheScope());
    }
}
