package io.compuerta.gateway.config;

import tools.jackson.databind.json.JsonMapper;

/** The mapper of wire formats, apart from the one that Spring configures. */
public record WireJson(JsonMapper mapper) {

    public WireJson {
        // A mapper takes a lock when it meets a type for the first time, and requests come on event loops.
        var unused = mapper.writeValueAsBytes(mapper.readTree("{}"));
    }
}
