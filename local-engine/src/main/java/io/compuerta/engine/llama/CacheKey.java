package io.compuerta.engine.llama;

/**
 * Whose tokens may be shared: the same tokens give other values under another adapter, and a caller who may reuse
 * another's prompt could tell from the time saved what that prompt was.
 */
record CacheKey(String adapter, String scope) {}
