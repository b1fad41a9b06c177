/** JSON Schema as rules for the next token: every text that follows them is JSON that the schema allows. */
@NullMarked
package io.compuerta.engine.chat.schema;

import org.jspecify.annotations.NullMarked;
