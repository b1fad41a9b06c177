package io.compuerta.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.engine.testing.HalfAnswers;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RemoteLookupTest {

    private static final String LIST = "{\"Data\":{\"Files\":[{\"Path\":\"tiny.gguf\",\"Size\":7}]}}";

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aFileListThatStopsHalfwayIsGivenUp() throws IOException, InterruptedException {
        String path = "/api/v1/models/owner/model/repo/files";
        ModelSource model = new ModelSource("owner/model", "master", "tiny.gguf", null);
        try (HalfAnswers stub = new HalfAnswers(Map.of(path, LIST))) {
            assertThat(lookup(stub.root(), Duration.ofMinutes(1))
                            .modelScope(model)
                            .bytes())
                    .isEqualTo(7);

            stub.stalling = path;

            assertThatThrownBy(() -> lookup(stub.root(), Duration.ofMillis(100)).modelScope(model))
                    .isInstanceOf(PullFailed.class)
                    .hasMessageContaining("did not send all of its file list");
            stub.awaitLeftAlone();
        }
    }

    private static RemoteLookup lookup(URI server, Duration patience) {
        return new RemoteLookup(new Http(Map.of()), server, server, null, patience);
    }
}
