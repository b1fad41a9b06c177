package io.compuerta.gateway.auth;

import io.compuerta.policy.decide.Caller;

/** Who calls, and with which key. */
public record Identity(ApiKey key, Caller caller) {}
