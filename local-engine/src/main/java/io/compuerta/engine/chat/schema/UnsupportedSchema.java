package io.compuerta.engine.chat.schema;

/** A schema that cannot be turned into rules. */
public final class UnsupportedSchema extends RuntimeException {

    private final String pointer;

    /**
     * @param pointer JSON pointer of the keyword within the schema
     * @param problem what is wrong with it and what is allowed
     */
    public UnsupportedSchema(String pointer, String problem) {
        super(problem);
        this.pointer = pointer;
    }

    public String pointer() {
        return pointer;
    }

    /** One line for people. */
    public String explanation() {
        return getMessage() + " (at " + (pointer.isEmpty() ? "the schema's root" : pointer) + ")";
    }
}
