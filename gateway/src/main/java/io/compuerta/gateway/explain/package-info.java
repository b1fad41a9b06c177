/** What every detector says of a question and where the policy would send it, without calling a model. */
@NullMarked
package io.compuerta.gateway.explain;

import org.jspecify.annotations.NullMarked;
