package io.compuerta.gateway.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.gateway.pipeline.AnonymizedCall;
import io.compuerta.gateway.testing.Calls;
import org.junit.jupiter.api.Test;

class RequestTextsTest {

    private final AnonymizedCall call = Calls.anonymized("one two three");

    @Test
    void whatTheRequestSaysIsKnown() {
        RequestTexts texts = new RequestTexts(call);

        assertThat(texts.hold("two")).isTrue();
        assertThat(texts.hold("four")).isFalse();
    }

    @Test
    void whatWouldTakeTooMuchReadingCountsAsNotSaid() {
        RequestTexts texts = new RequestTexts(call, 20);

        assertThat(texts.hold("one")).isTrue();
        assertThat(texts.hold("two")).isTrue();
        assertThat(texts.hold("three")).as("nothing is left to read").isFalse();
        assertThat(texts.hold("one")).as("found before").isTrue();
    }
}
