package io.compuerta.gateway.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Anthropic's messages, as {@link StubServer} speaks them. The model {@code claude} repeats the last text, one character an
 * event when streaming; with tools it repeats it as the {@code text} of a call to the first of them.
 */
final class StubMessages {

    private static final String START =
            "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\","
                    + "\"role\":\"assistant\",\"model\":\"claude\",\"content\":[],\"stop_reason\":null,\"usage\":"
                    + "{\"input_tokens\":40,\"cache_read_input_tokens\":50,\"cache_creation_input_tokens\":10,\"output_tokens\":1}}}";

    private StubMessages() {}

    static void answer(String body, OutputStream out) throws IOException {
        String said = JsonText.last(body, "text");
        boolean tool = body.contains("\"tools\":");
        String name = tool ? first(body, "name") : "";
        if (body.contains("\"stream\":true")) {
            stream(said, tool, name, out);
        } else {
            whole(said, tool, name, out);
        }
    }

    private static String first(String body, String key) {
        int at = body.indexOf("\"tools\":");
        String start = "\"" + key + "\":\"";
        int begin = body.indexOf(start, at) + start.length();
        return body.substring(begin, body.indexOf('"', begin));
    }

    private static void stream(String said, boolean tool, String name, OutputStream out) throws IOException {
        StubServer.write(
                out, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
        event(out, "message_start", START);
        event(out, "ping", "{\"type\":\"ping\"}");
        String block = tool
                ? "{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"" + name + "\",\"input\":{}}"
                : "{\"type\":\"text\",\"text\":\"\"}";
        event(
                out,
                "content_block_start",
                "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":" + block + "}");
        for (String piece : JsonText.characters(tool ? arguments(said) : said)) {
            String delta = tool
                    ? "{\"type\":\"input_json_delta\",\"partial_json\":" + JsonText.quoted(piece) + "}"
                    : "{\"type\":\"text_delta\",\"text\":" + JsonText.quoted(piece) + "}";
            event(out, "content_block_delta", "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":" + delta + "}");
        }
        event(out, "content_block_stop", "{\"type\":\"content_block_stop\",\"index\":0}");
        event(
                out,
                "message_delta",
                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"" + reason(tool)
                        + "\"},\"usage\":{\"output_tokens\":10}}");
        event(out, "message_stop", "{\"type\":\"message_stop\"}");
        StubServer.write(out, "0\r\n\r\n");
    }

    private static void whole(String said, boolean tool, String name, OutputStream out) throws IOException {
        String block = tool
                ? "{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"" + name + "\",\"input\":" + arguments(said)
                        + "}"
                : "{\"type\":\"text\",\"text\":" + JsonText.quoted(said) + "}";
        byte[] json = ("{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[" + block
                        + "],\"stop_reason\":\"" + reason(tool)
                        + "\",\"usage\":{\"input_tokens\":40,\"cache_read_input_tokens\":50,"
                        + "\"cache_creation_input_tokens\":10,\"output_tokens\":10}}")
                .getBytes(StandardCharsets.UTF_8);
        StubServer.write(
                out,
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + json.length + "\r\n\r\n");
        out.write(json);
        out.flush();
    }

    private static String arguments(String said) {
        return "{\"text\":" + JsonText.quoted(said) + "}";
    }

    private static String reason(boolean tool) {
        return tool ? "tool_use" : "end_turn";
    }

    private static void event(OutputStream out, String name, String data) throws IOException {
        StubServer.frame(out, "event: " + name + "\ndata: " + data + "\n\n");
    }
}
