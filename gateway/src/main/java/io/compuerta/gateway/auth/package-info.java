/** Who calls: API keys, hashed at rest, and the tenants they belong to. */
@NullMarked
package io.compuerta.gateway.auth;

import org.jspecify.annotations.NullMarked;
