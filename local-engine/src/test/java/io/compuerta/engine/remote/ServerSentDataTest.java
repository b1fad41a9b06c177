package io.compuerta.engine.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerSentDataTest {

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void eventsEndWithAnEmptyLine(String end) {
        String stream = "data: {\"a\":1}\n\ndata: [DONE]\n\n".replace("\n", end);

        assertThat(read(stream)).containsExactly("{\"a\":1}", "[DONE]");
    }

    @Test
    void linesOfOneEventAreJoined() {
        assertThat(read("data: {\ndata:   \"a\": 1\ndata\ndata:}\n\n")).containsExactly("{\n  \"a\": 1\n\n}");
    }

    @Test
    void otherFieldsAndCommentsArePassedOver() {
        assertThat(read(": keep-alive\n\nevent: ping\nid: 7\ndatabase: no\n\nevent: x\ndata:a:b\nretry: 5\n\n"))
                .containsExactly("a:b");
    }

    @Test
    void anEventMayBeEmptyAndAStreamToo() {
        assertThat(read("data:\n\n")).containsExactly("");
        assertThat(read("")).isEmpty();
        assertThat(read("\n\n\n")).isEmpty();
    }

    @Test
    void theEndOfTheStreamEndsTheLastEvent() {
        assertThat(read("data: a\n\ndata: b\n")).containsExactly("a", "b");
        assertThat(read("data: a\n\ndata: b")).containsExactly("a", "b");
    }

    @Test
    void anyCutOfTheBytesGivesTheSame() {
        byte[] stream = ": hello\r\n\r\ndata: ñandú €😀\r\ndata: second\r\n\r\ndata: [DONE]\r\n\r\n"
                .getBytes(StandardCharsets.UTF_8);
        List<String> whole = read(stream, stream.length, 0);

        assertThat(whole).containsExactly("ñandú €😀\nsecond", "[DONE]");
        for (int first = 0; first <= stream.length; first++) {
            for (int second = first; second <= stream.length; second++) {
                assertThat(read(stream, first, second)).isEqualTo(whole);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "data: one more line\n"})
    void anEventWithoutAnEndIsGivenUp(String repeated) {
        ServerSentData events = new ServerSentData();
        byte[] piece = repeated.repeat((1 << 20) / repeated.length()).getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 40; i++) {
                        events.add(ByteBuffer.wrap(piece));
                    }
                })
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("16777216");
    }

    private static List<String> read(String stream) {
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        return read(bytes, bytes.length, bytes.length);
    }

    /** Cut at two places. */
    private static List<String> read(byte[] stream, int first, int second) {
        int middle = Math.max(first, second);
        ServerSentData events = new ServerSentData();
        List<String> found = new ArrayList<>(events.add(ByteBuffer.wrap(stream, 0, first)));
        found.addAll(events.add(ByteBuffer.wrap(stream, first, middle - first)));
        found.addAll(events.add(ByteBuffer.wrap(stream, middle, stream.length - middle)));
        found.addAll(events.rest());
        return found;
    }
}
