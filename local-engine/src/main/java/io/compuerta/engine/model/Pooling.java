package io.compuerta.engine.model;

/** How a model's vectors of tokens become the one of the text. */
public enum Pooling {
    /** Their mean. */
    MEAN(1),
    /** That of the first token, a mark. */
    CLS(2),
    /** That of the last token, which has seen all others. */
    LAST(3);

    private final int id;

    Pooling(int id) {
        this.id = id;
    }

    /** The number in files, and in llama.cpp. */
    public int id() {
        return id;
    }
}
