package io.compuerta.gateway.firewall;

/** A remote guard gave no opinion. The message never quotes what it said: it may repeat the text. */
final class GuardFailed extends RuntimeException {

    GuardFailed(String message) {
        super(message, null, false, false);
    }
}
