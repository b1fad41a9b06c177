/** Reads the files of the configuration directory. */
@NullMarked
package io.compuerta.gateway.config;

import org.jspecify.annotations.NullMarked;
