/** How models are talked to: chats become prompts, and what a model says becomes events. */
@NullMarked
package io.compuerta.engine.chat;

import org.jspecify.annotations.NullMarked;
