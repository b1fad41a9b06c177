package io.compuerta.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.compuerta.engine.EngineException;
import io.compuerta.gateway.testing.Chat;
import io.compuerta.gateway.testing.GatewayUnderTest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;

/** What people write, who they are and which keys they use stand neither in the log nor in the ledger. */
class SecretsStayOutOfLogsTest {

    private static final List<String> SECRETS = List.of(
            "12345678Z",
            "nuria.campos@correo-prueba.es",
            "the merger with Globotron",
            "sk-of-the-provider",
            GatewayUnderTest.KEY,
            "wrong-key-of-someone");

    private final GatewayUnderTest gateway = GatewayUnderTest.shared();

    @Test
    void neitherOnSuccessNorOnFailure() throws SQLException {
        String text = "Keep the merger with Globotron quiet, 12345678Z, nuria.campos@correo-prueba.es";
        gateway.engine().when("engine-bug", request -> Flux.error(new IllegalStateException(text)));
        gateway.engine().when("engine-down", request -> Flux.error(new EngineException.Unavailable(text)));
        LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger root = loggers.getLogger(Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> seen = new ListAppender<>();
        seen.setContext(loggers);
        seen.start();
        root.addAppender(seen);
        // The request lines go a way of their own.
        Logger requests = loggers.getLogger("compuerta.requests");
        requests.addAppender(seen);
        Level usual = loggers.getLogger("io.compuerta").getLevel();
        loggers.getLogger("io.compuerta").setLevel(Level.TRACE);
        String last = GatewayUnderTest.freshId();
        try {
            for (String model :
                    List.of("stub/echo", "stub/tools", "local", "auto", "no-such-model", "keyless/some-model")) {
                gateway.ask(Chat.json(model, text).put("user", SECRETS.get(1)).toString());
                gateway.ask(Chat.streamed(model, text));
            }
            gateway.ask("{\"model\":\"local\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}");
            HttpResponse<String> bug = gateway.ask(Chat.body("local", "engine-bug " + text));
            assertThat(bug.statusCode()).isEqualTo(500);
            assertThat(bug.body()).doesNotContain(SECRETS);
            assertThat(gateway.ask(Chat.body("local", "engine-down " + text)).statusCode())
                    .isEqualTo(503);
            GatewayUnderTest.send(
                    gateway.chat(Chat.body("local", text)).setHeader("Authorization", "Bearer " + SECRETS.get(5)));
            GatewayUnderTest.send(gateway.chat(Chat.body("local", text)).header("x-request-id", last));
            gateway.ledger().of(last);
        } finally {
            root.detachAppender(seen);
            requests.detachAppender(seen);
            loggers.getLogger("io.compuerta").setLevel(usual);
        }

        List<String> lines = new ArrayList<>();
        for (ILoggingEvent event : List.copyOf(seen.list)) {
            lines.add(event.getFormattedMessage());
            for (var thrown = event.getThrowableProxy(); thrown != null; thrown = thrown.getCause()) {
                lines.add(String.valueOf(thrown.getMessage()));
            }
        }
        assertThat(lines).anyMatch(line -> line.contains(last));
        assertThat(String.join("\n", lines)).doesNotContain(SECRETS);
        assertThat(gateway.ledger().dump()).contains(last).doesNotContain(SECRETS);
    }
}
