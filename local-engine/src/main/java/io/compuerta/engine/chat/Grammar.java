package io.compuerta.engine.chat;

import java.util.List;
import java.util.Objects;

/**
 * What an answer has to follow.
 *
 * @param gbnf     rules in llama.cpp's notation, the first named {@code root}
 * @param triggers texts after which the rules begin to hold, the text itself being their start; empty means from the
 *     first token
 * @param unenforcedTools tools whose schema asks for more than these rules
 */
public record Grammar(String gbnf, List<String> triggers, int unenforcedTools) {

    public Grammar {
        Objects.requireNonNull(gbnf, "gbnf");
        triggers = List.copyOf(triggers);
    }

    /** That keeps all it was made of. */
    public Grammar(String gbnf, List<String> triggers) {
        this(gbnf, triggers, 0);
    }

    /** Gives the size only: names of a schema may tell about its owner. */
    @Override
    public String toString() {
        return "Grammar[" + gbnf.length() + " chars, " + triggers.size() + " triggers]";
    }
}
