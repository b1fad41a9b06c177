/** The container files as the repository ships them, against what the application expects; no container engine needed. */
@NullMarked
package io.compuerta.gateway.deploy;

import org.jspecify.annotations.NullMarked;
