package io.compuerta.gateway.config;

import tools.jackson.databind.json.JsonMapper;

/** The mapper of wire formats, apart from the one that Spring configures. */
public record WireJson(JsonMapper mapper) {}
