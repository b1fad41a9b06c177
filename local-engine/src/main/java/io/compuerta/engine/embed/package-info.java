/** What every sentence model of this machine shares: threads of its own, a bounded queue, deadlines. */
@NullMarked
package io.compuerta.engine.embed;

import org.jspecify.annotations.NullMarked;
