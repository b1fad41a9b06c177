/** The people whom requests are made for, by keyed digest, and their right to be forgotten. */
@NullMarked
package io.compuerta.gateway.subject;

import org.jspecify.annotations.NullMarked;
