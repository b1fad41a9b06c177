package io.compuerta.gateway.cli.privacy;

/** A file that does not hold UTF-8 text. The message says why and, where it helps, what to do. */
final class NotTextException extends Exception {

    private static final long serialVersionUID = 1;

    private final boolean binary;

    NotTextException(String message, boolean binary) {
        super(message);
        this.binary = binary;
    }

    /** Whether it is no text in any encoding, as far as its beginning tells. */
    boolean binary() {
        return binary;
    }
}
