package io.compuerta.gateway.testing;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One server-sent event; read by hand and strictly, so that a frame some library would forgive is noticed. */
public record SseEvent(String name, String data) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public boolean isDone() {
        return data.equals("[DONE]");
    }

    public JsonNode json() {
        return JSON.readTree(data);
    }

    /** All events of a whole body. */
    public static List<SseEvent> parse(String body) {
        List<SseEvent> events = new ArrayList<>();
        for (String frame : body.split("\n\n", -1)) {
            String name = "message";
            String data = "";
            for (String line : frame.split("\n", -1)) {
                if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                } else if (!line.isEmpty() && !line.startsWith(":")) {
                    throw new AssertionError("no line of an event stream: " + line);
                }
            }
            if (!data.isEmpty()) {
                events.add(new SseEvent(name, data));
            }
        }
        return events;
    }

    /** The answer's text, joined from the chunks of one choice. */
    public static String text(List<SseEvent> events) {
        StringBuilder text = new StringBuilder();
        for (SseEvent event : events) {
            if (event.name().equals("message") && !event.isDone()) {
                for (JsonNode choice : event.json().path("choices")) {
                    text.append(choice.path("delta").path("content").asString(""));
                }
            }
        }
        return text.toString();
    }

    /** The arguments of the tool calls, joined. */
    public static String arguments(List<SseEvent> events) {
        StringBuilder text = new StringBuilder();
        for (SseEvent event : events) {
            if (!event.isDone()) {
                for (JsonNode choice : event.json().path("choices")) {
                    for (JsonNode call : choice.path("delta").path("tool_calls")) {
                        text.append(call.path("function").path("arguments").asString(""));
                    }
                }
            }
        }
        return text.toString();
    }
}
