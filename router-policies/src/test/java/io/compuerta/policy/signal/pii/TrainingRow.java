package io.compuerta.policy.signal.pii;

import java.util.List;

/** A text with the places of its names and addresses, in UTF-16 offsets and text order. */
public record TrainingRow(String text, List<Span> spans, String source) {

    /** One name or address. */
    public record Span(int start, int end, boolean person) {}

    public TrainingRow {
        spans = List.copyOf(spans);
    }

    /** Never shows the text. */
    @Override
    public String toString() {
        return "TrainingRow[" + source + ", " + spans.size() + " spans]";
    }
}
