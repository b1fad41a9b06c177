/** Model files: where they are, how they are fetched and verified, what their headers say, how a chat becomes a prompt. */
@NullMarked
package io.compuerta.engine.model;

import org.jspecify.annotations.NullMarked;
