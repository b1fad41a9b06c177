/** The connection to Redis, where one is configured: optional at start-up and at any time after. */
@NullMarked
package io.compuerta.gateway.redis;

import org.jspecify.annotations.NullMarked;
