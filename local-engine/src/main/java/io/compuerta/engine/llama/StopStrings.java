package io.compuerta.engine.llama;

import java.util.List;

/**
 * Watches a growing text for strings that end it. Text that could be the start of one is held back until that is
 * decided, so no part of a stop string is ever given out. Not thread-safe.
 */
final class StopStrings {

    private final List<String> stops;
    private final StringBuilder held = new StringBuilder();
    private boolean met;

    StopStrings(List<String> stops) {
        this.stops = stops.stream().filter(stop -> !stop.isEmpty()).toList();
    }

    /** @return the text that is safe to give out now; may be empty */
    String add(String text) {
        if (met) {
            return "";
        }
        if (stops.isEmpty()) {
            return text;
        }
        held.append(text);
        int first = -1;
        for (String stop : stops) {
            int at = held.indexOf(stop);
            if (at >= 0 && (first < 0 || at < first)) {
                first = at;
            }
        }
        if (first >= 0) {
            met = true;
            String before = held.substring(0, first);
            held.setLength(0);
            return before;
        }
        int safe = held.length() - longestStart();
        String out = held.substring(0, safe);
        held.delete(0, safe);
        return out;
    }

    /** Whether one of the strings was met. */
    boolean met() {
        return met;
    }

    /** @return what was held back in vain */
    String finish() {
        String rest = held.toString();
        held.setLength(0);
        return rest;
    }

    /** Length of the longest end of the held text that begins a stop string. */
    private int longestStart() {
        int longest = 0;
        for (String stop : stops) {
            for (int length = Math.min(stop.length() - 1, held.length()); length > longest; length--) {
                if (endsWith(stop, length)) {
                    longest = length;
                }
            }
        }
        return longest;
    }

    private boolean endsWith(String stop, int length) {
        int offset = held.length() - length;
        for (int at = 0; at < length; at++) {
            if (held.charAt(offset + at) != stop.charAt(at)) {
                return false;
            }
        }
        return true;
    }
}
