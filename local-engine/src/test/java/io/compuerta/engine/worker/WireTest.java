package io.compuerta.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.engine.EngineException;
import io.compuerta.engine.local.EngineSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {

    private static final int ROUNDS = 2_000;

    @Test
    void whateverIsSaidToAWorkerArrivesAsItWas() throws IOException {
        for (long seed = 0; seed < ROUNDS; seed++) {
            ToWorker said = new RandomValues(seed).of(ToWorker.class);

            assertThat(Wire.readAtWorker(payload(Wire.frame(said))))
                    .as("seed %d", seed)
                    .isEqualTo(said);
        }
    }

    @Test
    void whateverAWorkerSaysArrivesAsItWas() throws IOException {
        for (long seed = 0; seed < ROUNDS; seed++) {
            ToGateway said = new RandomValues(seed).of(ToGateway.class);

            assertThat(Wire.readAtGateway(payload(Wire.frame(said))))
                    .as("seed %d", seed)
                    .isEqualTo(said);
        }
    }

    @Test
    void errorsKeepTheirKindTheirMessageAndTheirHints() {
        List<EngineException> errors = List.of(
                new EngineException.Unavailable("no model"),
                new EngineException.Overloaded("full", Duration.ofMillis(1234)),
                new EngineException.Unsupported("response_format", "a schema without end"),
                new EngineException.ContextExceeded(5000, 4096));

        for (EngineException error : errors) {
            assertThat(Failure.of(error).asException())
                    .usingRecursiveComparison()
                    .ignoringFields("stackTrace", "suppressedExceptions")
                    .isEqualTo(error)
                    .hasSameClassAs(error);
            assertThat(Failure.of(error).asException()).hasMessage(error.getMessage());
        }
    }

    @Test
    void ofAnUnforeseenErrorOnlyTheKindIsTold() {
        assertThat(Failure.of(new IllegalStateException("my DNI is 12345678Z")).asException())
                .isInstanceOf(EngineException.Unavailable.class)
                .hasMessageContaining("IllegalStateException")
                .hasMessageNotContaining("12345678Z");
    }

    @Test
    void settingsCrossAsTheyAre() {
        EngineSettings settings =
                EngineSettings.defaults(Path.of("some", "data")).withModelFile(Path.of("/models/año.gguf"));

        assertThat(Wire.configuration(LocalEngineProgram.configuration(settings), EngineSettings.class))
                .isEqualTo(settings);
    }

    @Test
    void aMessageThatCannotBeReadIsNotQuoted() {
        byte[] strange = "{\"is\":\"Secret 12345678Z\"}".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Wire.readAtGateway(strange))
                .isInstanceOf(BrokenProtocol.class)
                .hasMessageNotContaining("12345678Z");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 1 << 16})
    void framesSurviveBeingCutAnywhere(int piece) throws IOException {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        for (long id = 0; id < 50; id++) {
            sent.write(Wire.frame(new ToGateway.Done(id)));
        }
        FrameReader reader = new FrameReader(Channels.newChannel(new Dribble(sent.toByteArray(), piece)));

        for (long id = 0; id < 50; id++) {
            assertThat(Wire.readAtGateway(reader.next())).isEqualTo(new ToGateway.Done(id));
        }
        assertThat(reader.next()).isNull();
    }

    @Test
    void aFrameLongerThanAllowedIsRefusedBeforeItIsRead() {
        byte[] header = ByteBuffer.allocate(4).putInt(Wire.MOST_BYTES + 1).array();
        FrameReader reader = new FrameReader(Channels.newChannel(new ByteArrayInputStream(header)));

        assertThatThrownBy(reader::next).isInstanceOf(BrokenProtocol.class).hasMessageContaining("33554433");
    }

    @Test
    void anEndWithinAFrameIsAnError() {
        byte[] whole = Wire.frame(new ToGateway.Done(7));
        byte[] half = Arrays.copyOf(whole, whole.length - 1);
        FrameReader reader = new FrameReader(Channels.newChannel(new ByteArrayInputStream(half)));

        assertThatThrownBy(reader::next).isInstanceOf(IOException.class);
    }

    private static byte[] payload(byte[] frame) {
        return Arrays.copyOfRange(frame, Wire.HEADER_BYTES, frame.length);
    }

    /** Gives a few bytes at a time. */
    private static final class Dribble extends ByteArrayInputStream {
        private final int most;

        private Dribble(byte[] bytes, int most) {
            super(bytes);
            this.most = most;
        }

        @Override
        public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, most));
        }
    }
}
