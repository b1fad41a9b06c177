package io.compuerta.engine.chat.jinja;

/** What one rendering may use, so that no template can hang or fill the memory. Belongs to one thread. */
final class Budget {

    private static final int MAX_DEPTH = 200;

    private long steps;
    private long room;
    private int depth;

    /**
     * @param steps nodes that may be evaluated
     * @param room  characters and list elements that may be made
     */
    Budget(long steps, long room) {
        this.steps = steps;
        this.room = room;
    }

    void enter() {
        if (--steps < 0) {
            throw new JinjaException("the chat template takes too many steps");
        }
        if (++depth > MAX_DEPTH) {
            throw new JinjaException("the chat template is nested too deeply");
        }
    }

    void leave() {
        depth--;
    }

    /** Before that much is made. */
    void take(long size) {
        room -= size;
        if (room < 0) {
            throw new JinjaException("the chat template makes too much text");
        }
    }

    String made(String text) {
        take(text.length());
        return text;
    }
}
