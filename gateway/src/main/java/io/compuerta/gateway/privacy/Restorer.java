package io.compuerta.gateway.privacy;

/** Puts the originals back into a text that is there as a whole. Stateless, safe for use by several threads. */
public final class Restorer {

    private final Vault vault;

    /** @param vault of the call that is answered */
    public Restorer(Vault vault) {
        this.vault = vault;
    }

    /** The text of an answer with every known placeholder replaced by its original; unknown ones pass through. */
    public String restore(String text) {
        return restore(text, Syntax.PLAIN);
    }

    /**
     * The same for JSON source, such as the arguments of a tool call or a whole document: originals are escaped, and a
     * number that was replaced becomes a number again.
     */
    public String restoreJson(String source) {
        return restore(source, Syntax.JSON);
    }

    private String restore(String text, Syntax syntax) {
        StreamRestorer stream = new StreamRestorer(vault, syntax);
        String head = stream.accept(text);
        String tail = stream.finish();
        return tail.isEmpty() ? head : head.concat(tail);
    }
}
