package io.compuerta.gateway.dispatch.local;

import io.compuerta.engine.remote.RemoteFlavour;
import io.compuerta.engine.remote.RemoteSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether the local model runs inside the process or on a server of one's own. The keys stand beside those of
 * {@link LocalEngineSettings}; each record reads its own.
 *
 * @param type           {@code embedded} or {@code openai-compatible}
 * @param baseUrl        of the servers, such as {@code http://127.0.0.1:8000/v1}; several share the load
 * @param flavour        which program they run
 * @param servedModel    to ask them for; without it the first that they list
 * @param apiKey         theirs, if they want one
 * @param contextTokens  taken for the context's size where a server does not tell it
 * @param connectTimeout until a connection to a server stands
 * @param firstToken     until the first piece of an answer
 * @param idle           between two pieces
 * @param pollInterval   between two looks at a server's health and load
 */
@ConfigurationProperties("compuerta.engine")
public record RemoteEngineSettings(
        @DefaultValue("embedded") Type type,
        @DefaultValue List<URI> baseUrl,
        @DefaultValue("vllm") RemoteFlavour flavour,
        @DefaultValue("") String servedModel,
        @DefaultValue("") String apiKey,
        @DefaultValue("4096") int contextTokens,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("60s") Duration firstToken,
        @DefaultValue("60s") Duration idle,
        @DefaultValue("1s") Duration pollInterval) {

    /** Where the model runs. */
    public enum Type {
        /** In this process. */
        EMBEDDED,
        /** On a server that speaks OpenAI's dialect. */
        OPENAI_COMPATIBLE
    }

    public RemoteEngineSettings {
        baseUrl = List.copyOf(baseUrl);
        if (type == Type.OPENAI_COMPATIBLE && baseUrl.isEmpty()) {
            throw new IllegalArgumentException(
                    "compuerta.engine.type is openai-compatible but compuerta.engine.base-url"
                            + " is missing; name the server, such as http://127.0.0.1:8000/v1");
        }
    }

    boolean isElsewhere() {
        return type == Type.OPENAI_COMPATIBLE;
    }

    /** In the engine's own terms. @throws IllegalArgumentException naming a value out of range */
    RemoteSettings inside() {
        return new RemoteSettings(
                baseUrl, flavour, servedModel, apiKey, contextTokens, connectTimeout, firstToken, idle, pollInterval);
    }

    /** Leaves the key out. */
    @Override
    public String toString() {
        return "RemoteEngineSettings[" + type + ", " + flavour + ", " + baseUrl + "]";
    }
}
