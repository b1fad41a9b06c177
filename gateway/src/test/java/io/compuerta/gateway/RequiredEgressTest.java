package io.compuerta.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.gateway.testing.Blocking;
import io.compuerta.gateway.testing.Chat;
import io.compuerta.gateway.testing.GatewayUnderTest;
import io.compuerta.gateway.testing.StubUpstream;
import io.compuerta.gateway.testing.TestConfiguration;
import java.net.http.HttpResponse;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code compuerta.egress.required}: no call outside without its record. */
class RequiredEgressTest {

    private static final StubUpstream STUB = GatewayUnderTest.stub();
    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayUnderTest.start(
                new TestConfiguration(
                        """
                        version: 1
                        targets:
                          local:   { engine: qwen }
                          premium: { models: [stub/echo] }
                        rules:
                          - { name: outside first, route: premium, fallback: [local] }
                        """,
                        TestConfiguration.standard(STUB.baseUrl(), "http://127.0.0.1:9/v1")
                                .providers(),
                        "",
                        TestConfiguration.standard(STUB.baseUrl(), "http://127.0.0.1:9/v1")
                                .keys()),
                Map.of(
                        "compuerta.egress.required", "true",
                        "compuerta.egress.patience", "20s",
                        "compuerta.cache.enabled", "false"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        assertThat(Blocking.found()).isEmpty();
    }

    @BeforeEach
    void forget() {
        STUB.forget();
    }

    @Test
    void theRecordIsThereBeforeTheAnswer() throws SQLException {
        String id = GatewayUnderTest.freshId();

        HttpResponse<String> answer = GatewayUnderTest.send(
                gateway.chat(Chat.body("stub/echo", "hola")).header("x-request-id", id));

        assertThat(answer.statusCode()).isEqualTo(200);
        // Not waited for: nothing but the call itself can have waited.
        assertThat(records(id)).isEqualTo(1);
        assertThat(STUB.receivedText()).contains("hola");
    }

    @Test
    void withoutItTheCallStaysHereOrIsRefused() throws SQLException {
        execute("ALTER TABLE egress RENAME TO hidden");
        try {
            HttpResponse<String> named = gateway.ask(Chat.body("stub/echo", "named"));
            HttpResponse<String> free = gateway.ask(Chat.body("auto", "free"));

            assertThat(named.statusCode()).isEqualTo(503);
            assertThat(named.body()).contains("\"unavailable\"").contains("nothing was sent");
            assertThat(free.statusCode()).isEqualTo(200);
            assertThat(free.headers().firstValue("x-compuerta-route")).contains("local");
            assertThat(STUB.received()).isEmpty();
            assertThat(GatewayUnderTest.send(gateway.to("/actuator/prometheus").GET())
                            .body())
                    .contains("gateway_degraded_total{part=\"egress\"} 2.0");
        } finally {
            execute("ALTER TABLE hidden RENAME TO egress");
        }
        assertThat(gateway.ask(Chat.body("stub/echo", "again")).statusCode()).isEqualTo(200);
    }

    private static int records(String id) throws SQLException {
        try (var connection = DriverManager.getConnection(database());
                var query = connection.prepareStatement("SELECT count(*) FROM egress WHERE request_id = ?")) {
            query.setString(1, id);
            return query.executeQuery().getInt(1);
        }
    }

    private static void execute(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(database())) {
            connection.createStatement().execute(sql);
        }
    }

    private static String database() {
        return "jdbc:sqlite:" + gateway.home().resolve("data/ledger.db");
    }
}
