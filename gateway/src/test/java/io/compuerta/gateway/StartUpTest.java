package io.compuerta.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.gateway.testing.Chat;
import io.compuerta.gateway.testing.GatewayUnderTest;
import io.compuerta.gateway.testing.TestConfiguration;
import io.compuerta.gateway.testing.TestRedis;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What the gateway needs to start, and what it refuses to start with. */
class StartUpTest {

    private static final String NOBODY = "http://127.0.0.1:9/v1";
    private static final TestConfiguration STANDARD = TestConfiguration.standard(NOBODY, NOBODY);

    @Test
    void withoutProvidersPricesAndKeysOnLoopbackTheDevelopmentKeyWorks() {
        TestConfiguration least = new TestConfiguration(STANDARD.policies(), "", "", "");
        try (GatewayUnderTest gateway = GatewayUnderTest.start(least, Map.of())) {
            HttpResponse<String> right = GatewayUnderTest.send(
                    gateway.chat(Chat.body("auto", "Hello")).setHeader("Authorization", "Bearer compuerta-dev"));
            HttpResponse<String> other = gateway.ask(Chat.body("auto", "Hello"));

            assertThat(right.statusCode()).isEqualTo(200);
            assertThat(right.headers().firstValue("x-ratelimit-limit-requests")).isEmpty();
            assertThat(other.statusCode()).isEqualTo(401);
        }
    }

    @Test
    void redisKeepsPlaceholdersOnlyAndItsDeathStopsNobody() throws IOException {
        String mailbox = "berta.rios@correo-prueba.es";
        TestConfiguration least = new TestConfiguration(STANDARD.policies(), "", "", STANDARD.keys());
        try (TestRedis redis = TestRedis.require();
                GatewayUnderTest gateway = GatewayUnderTest.start(
                        least, Map.of("compuerta.redis.url", redis.url(), "compuerta.redis.timeout", "5s"))) {
            String body = Chat.json("local", "Write to " + mailbox)
                    .put("user", mailbox)
                    .toString();
            org.awaitility.Awaitility.await()
                    .atMost(java.time.Duration.ofSeconds(30))
                    .until(() -> gateway.ask(body)
                            .headers()
                            .firstValue("x-compuerta-cache")
                            .equals(java.util.Optional.of("hit")));
            String keys = redis.raw("KEYS", "*");
            String entry = keys.lines()
                    .filter(line -> line.startsWith("compuerta:answer:"))
                    .findFirst()
                    .orElseThrow();

            assertThat(keys).contains("compuerta:limit:").doesNotContain("berta");
            assertThat(redis.raw("GET", entry)).contains("local: Write to").doesNotContain("berta");

            redis.close();
            HttpResponse<String> without = gateway.ask(body);

            assertThat(without.statusCode()).isEqualTo(200);
            assertThat(without.headers().firstValue("x-compuerta-cache")).contains("miss");
            HttpResponse<String> health = GatewayUnderTest.send(
                    gateway.to("/actuator/health/readiness").GET());
            assertThat(health.statusCode()).isEqualTo(200);
            assertThat(GatewayUnderTest.send(gateway.to("/actuator/prometheus").GET())
                            .body())
                    .contains("gateway_degraded_total{part=\"limits\"");
        }
    }

    @Test
    void openToTheNetworkWithoutKeysItRefuses() {
        TestConfiguration open = new TestConfiguration(STANDARD.policies(), "", "", "");

        assertThatThrownBy(() -> GatewayUnderTest.start(open, Map.of("server.address", "0.0.0.0")))
                .rootCause()
                .hasMessageContaining("keys.yaml")
                .hasMessageContaining("keys.example.yaml");
    }

    @Test
    void aMistakeInAFileIsNamedWithItsLine() {
        TestConfiguration wrong = new TestConfiguration(
                STANDARD.policies().replace("route: wire", "route: wired"), "", "", STANDARD.keys());

        assertThatThrownBy(() -> GatewayUnderTest.start(wrong, Map.of()))
                .rootCause()
                .hasMessageContaining("policies.yaml:")
                .hasMessageContaining("wire");
    }

    @Test
    void blockingAnEventLoopIsAnErrorInTheseTests() {
        var unused = GatewayUnderTest.shared();

        assertThatThrownBy(() -> Mono.fromCallable(() -> {
                            Thread.sleep(1);
                            return 1;
                        })
                        .subscribeOn(Schedulers.parallel())
                        .block())
                .hasRootCauseInstanceOf(BlockingOperationError.class);
    }
}
