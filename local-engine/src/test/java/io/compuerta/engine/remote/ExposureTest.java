package io.compuerta.engine.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExposureTest {

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8000/v1, 0",
        "http://[::1]:8000/v1, 0",
        "https://10.0.0.7/v1, 0",
        "https://192.168.1.5/v1, 0",
        "https://100.64.0.1/v1, 0",
        "https://[fd00::1]/v1, 0",
        "http://10.0.0.7:8000/v1, 1",
        "https://203.0.113.9/v1, 1",
        "http://203.0.113.9/v1, 2",
        "http://100.128.0.1/v1, 2",
    })
    void worriesAboutClearTextAndPublicAddresses(URI url, int worries) {
        assertThat(Exposure.of("the machine", url))
                .hasSize(worries)
                .allSatisfy(line -> assertThat(line).startsWith("the machine at " + url.getAuthority()));
    }
}
