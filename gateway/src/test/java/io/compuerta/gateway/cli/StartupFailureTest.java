package io.compuerta.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.policy.yaml.ConfigException;
import io.compuerta.policy.yaml.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ApplicationContextException;

class StartupFailureTest {

    @Test
    void problemsInAFileComeThroughWithTheirPlaces() {
        var problems = new ConfigException(List.of(new Problem("p.yaml", 3, 5, "unknown key 'wen'")));

        RuntimeException told = StartupFailure.of(new BeanCreationException("router", "no bean", problems));

        assertThat(told).isSameAs(problems);
    }

    @Test
    void aPortInUseNamesTheOption() {
        var failure = new ApplicationContextException("cannot start", new PortInUseException(8080));

        assertThat(StartupFailure.of(failure)).hasMessageContaining("port 8080").hasMessageContaining("--port");
    }

    @Test
    void theUnknownIsOneLineThatSaysHowToSeeMore() {
        var failure = new IllegalStateException("outer", new java.io.IOException("first line\nsecond line"));

        String told = StartupFailure.of(failure).getMessage();

        assertThat(told).contains("first line").contains("COMPUERTA_DEBUG").doesNotContain("\n");
    }
}
