package io.compuerta.gateway.privacy;

/**
 * A call holds more distinct personal values than a vault takes. The call must not leave: answer it locally or refuse
 * it.
 */
public final class VaultFullException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    VaultFullException(String what, int allowed) {
        super("a call may hold at most " + allowed + " " + what);
    }
}
