/**
 * An interpreter for the part of Jinja2 that chat templates use, bounded in steps, depth and memory. It knows nothing of
 * chats. Why it is our own: ADR 0013.
 */
@NullMarked
package io.compuerta.engine.chat.jinja;

import org.jspecify.annotations.NullMarked;
