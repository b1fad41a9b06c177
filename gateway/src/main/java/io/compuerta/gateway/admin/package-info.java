/** What administrators may ask of a running gateway. */
@NullMarked
package io.compuerta.gateway.admin;

import org.jspecify.annotations.NullMarked;
