package io.compuerta.gateway.pipeline;

import io.compuerta.policy.signal.firewall.FirewallVerdict;

/** A call that the firewall let pass; the verdict may still flag it for the policy. */
public record InspectedCall(AdmittedCall admitted, FirewallVerdict verdict) {}
