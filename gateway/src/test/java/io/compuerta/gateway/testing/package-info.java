/** What the gateway's tests share: the whole application on a random port, a provider outside the JVM, a scripted engine. */
@NullMarked
package io.compuerta.gateway.testing;

import org.jspecify.annotations.NullMarked;
