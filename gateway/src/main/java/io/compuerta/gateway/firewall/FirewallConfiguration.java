package io.compuerta.gateway.firewall;

import io.compuerta.engine.remote.Exposure;
import io.compuerta.gateway.config.ConfigFiles;
import io.compuerta.gateway.config.LiveFile;
import io.compuerta.gateway.config.WireJson;
import io.compuerta.gateway.observe.GatewayMetrics;
import io.compuerta.gateway.pipeline.DetectorPool;
import io.compuerta.policy.yaml.Environment;
import io.netty.channel.ChannelOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class FirewallConfiguration {

    private static final Logger log = LoggerFactory.getLogger(FirewallConfiguration.class);

    private static final Environment PROCESS = name -> Optional.ofNullable(System.getenv(name));

    private static final int MOST_CONNECTIONS = 64;
    private static final int MOST_ANSWER_BYTES = 64 * 1024;
    private static final Duration IDLE_CONNECTION = Duration.ofSeconds(30);

    @Bean
    Detector detector() {
        return Detector.shipped();
    }

    @Bean(destroyMethod = "dispose")
    ConnectionProvider guardConnections() {
        return ConnectionProvider.builder("firewall-guard")
                .maxConnections(MOST_CONNECTIONS)
                .maxIdleTime(IDLE_CONNECTION)
                .build();
    }

    @Bean
    LiveFile<FirewallInForce> firewallFile(
            ConfigFiles files,
            Optional<Environment> environment,
            ConnectionProvider guardConnections,
            WireJson json,
            Clock clock) {
        return new LiveFile<>(
                files,
                ConfigFiles.FIREWALL,
                (shown, text, former) -> FirewallInForce.of(
                        text.map(found -> FirewallFile.parse(shown, found, environment.orElse(PROCESS)))
                                .orElse(FirewallPolicy.SHIPPED),
                        former,
                        settings -> guard(settings, guardConnections, json.mapper())),
                FirewallInForce::version,
                clock);
    }

    @Bean
    Firewall firewall(Detector detector, LiveFile<FirewallInForce> rules, DetectorPool pool, GatewayMetrics metrics) {
        return new Firewall(detector, rules, pool, metrics);
    }

    private static RemoteGuard guard(RemoteSettings settings, ConnectionProvider connections, JsonMapper json) {
        // Names are looked up, which may take its time.
        Thread.ofPlatform()
                .name("firewall-guard-look")
                .daemon()
                .start(() ->
                        Exposure.of("the firewall's guard", settings.baseUrl()).forEach(log::warn));
        return new RemoteGuard(settings, client(settings, connections), json);
    }

    static WebClient client(RemoteSettings settings, ConnectionProvider connections) {
        HttpClient http = HttpClient.create(connections).option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                settings.deadline().toMillis());
        return WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(http))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(MOST_ANSWER_BYTES))
                .build();
    }
}
