package io.compuerta.gateway.dispatch.premium;

import io.netty.channel.ChannelOption;
import java.time.Duration;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** The HTTP client of one provider: its own connections, its key, and room for a long line of an event stream. */
public final class ProviderClients {

    private static final int MOST_BYTES_IN_MEMORY = 16 * 1024 * 1024;
    private static final Duration IDLE_CONNECTION = Duration.ofSeconds(30);

    private ProviderClients() {}

    public static WebClient of(Provider provider, ProviderSettings settings) {
        ConnectionProvider connections = ConnectionProvider.builder("provider-" + provider.id())
                .maxConnections(settings.maxConcurrent())
                .pendingAcquireTimeout(settings.connectTimeout())
                .maxIdleTime(IDLE_CONNECTION)
                .build();
        HttpClient http = HttpClient.create(connections).option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                settings.connectTimeout().toMillis());
        // Not Spring's shared builder: its observations repeat, at a price, what accounting and breakers measure.
        WebClient.Builder builder = WebClient.builder();
        builder.baseUrl(provider.baseUrl().toString())
                .clientConnector(new ReactorClientHttpConnector(http))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(MOST_BYTES_IN_MEMORY));
        provider.apiKey()
                .ifPresent(key -> builder.defaultHeaders(headers -> {
                    switch (provider.dialect()) {
                        case OPENAI -> headers.setBearerAuth(key);
                        case ANTHROPIC -> headers.set("x-api-key", key);
                    }
                }));
        return builder.build();
    }
}
