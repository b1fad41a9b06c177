package io.compuerta.gateway.firewall;

/** Who may answer: the embedded engine or a premium model. */
enum Side {
    LOCAL,
    PREMIUM
}
