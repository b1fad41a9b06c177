package io.compuerta.gateway.pipeline;

import io.compuerta.gateway.privacy.Piece;
import io.compuerta.gateway.privacy.Syntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Where people's and tools' text stands in a chat request, attached text files included. One walk serves reading and
 * replacing, so they agree on places and order. Ids, roles, tool names, addresses and the base64 of what is no text are the
 * protocol's and stay as they are.
 */
final class TextSlots {

    /** Keys of a JSON Schema whose values are its own words, not text. */
    private static final Set<String> SCHEMA_WORDS = Set.of("type", "format", "$ref", "pattern", "required", "name");

    /** The message of slots that belong to none. */
    static final int NO_MESSAGE = -1;

    private final List<Slot> slots = new ArrayList<>();
    private int current = NO_MESSAGE;

    private TextSlots() {}

    /** What a place holds. */
    enum Use {
        TEXT,
        /** Providers demand letters, digits, {@code _} and {@code -} here. */
        IDENTIFIER,
        FILE_NAME,
        DOCUMENT
    }

    /**
     * One place.
     *
     * @param message index of the message it belongs to, or {@link #NO_MESSAGE}
     */
    record Slot(Piece piece, Use use, int message, Consumer<String> place) {

        void put(String text) {
            if (!text.equals(piece.text())) {
                place.accept(use == Use.IDENTIFIER ? identifier(text) : text);
            }
        }

        /** Of a masked name nothing is left, and a name must not be empty. */
        private static String identifier(String text) {
            String kept = text.replaceAll("[^A-Za-z0-9_-]", "");
            return kept.isEmpty() ? "masked" : kept;
        }
    }

    static List<Slot> of(ObjectNode request) {
        TextSlots walk = new TextSlots();
        for (JsonNode message : request.path("messages")) {
            walk.current++;
            if (message instanceof ObjectNode object) {
                walk.message(object);
            }
        }
        walk.current = NO_MESSAGE;
        if (request.path("prediction") instanceof ObjectNode prediction) {
            walk.content(prediction);
        }
        for (JsonNode tool : request.path("tools")) {
            walk.schema(tool);
        }
        for (JsonNode function : request.path("functions")) {
            walk.schema(function);
        }
        walk.schema(request.path("response_format"));
        if (request.path("metadata") instanceof ObjectNode metadata) {
            metadata.propertyNames().forEach(key -> walk.text(metadata, key, Syntax.PLAIN));
        }
        walk.text(request, "prompt_cache_key", Syntax.PLAIN);
        return walk.slots;
    }

    private void message(ObjectNode message) {
        if (isJson(message)) {
            text(message, "content", Syntax.JSON);
        } else {
            content(message);
        }
        if (message.path("name").isString()) {
            add(Piece.plain(message.path("name").stringValue()), Use.IDENTIFIER, text -> message.put("name", text));
        }
        text(message, "refusal", Syntax.PLAIN);
        text(message, "reasoning_content", Syntax.PLAIN);
        text(message, "reasoning", Syntax.PLAIN);
        for (JsonNode call : message.path("tool_calls")) {
            if (call.path("function") instanceof ObjectNode function) {
                text(function, "arguments", Syntax.JSON);
            }
            if (call.path("custom") instanceof ObjectNode custom) {
                text(custom, "input", Syntax.PLAIN);
            }
        }
        if (message.path("function_call") instanceof ObjectNode function) {
            text(function, "arguments", Syntax.JSON);
        }
    }

    /** Whether a tool's result looks like JSON, which tools mostly return. */
    private static boolean isJson(ObjectNode message) {
        String role = message.path("role").asString("");
        String content = message.path("content").asString("").strip();
        return (role.equals("tool") || role.equals("function")) && (content.startsWith("{") || content.startsWith("["));
    }

    private void content(ObjectNode holder) {
        text(holder, "content", Syntax.PLAIN);
        for (JsonNode part : holder.path("content")) {
            if (part instanceof ObjectNode object) {
                text(object, "text", Syntax.PLAIN);
                text(object, "refusal", Syntax.PLAIN);
                if (object.path("file") instanceof ObjectNode file) {
                    file(file);
                }
            }
        }
    }

    private void file(ObjectNode file) {
        if (file.path("filename").isString()) {
            add(Piece.plain(file.path("filename").stringValue()), Use.FILE_NAME, text -> file.put("filename", text));
        }
        AttachedText.of(file).ifPresent(document -> {
            Piece piece = new Piece(document.text(), document.isJson() ? Syntax.JSON : Syntax.PLAIN);
            add(piece, Use.DOCUMENT, text -> file.put("file_data", document.dataWith(text)));
        });
    }

    private void schema(JsonNode node) {
        switch (node) {
            case ObjectNode object -> {
                for (String key : object.propertyNames()) {
                    if (!SCHEMA_WORDS.contains(key) || !object.path(key).isString()) {
                        text(object, key, Syntax.PLAIN);
                        if (!key.equals("required")) {
                            schema(object.path(key));
                        }
                    }
                }
            }
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    int index = i;
                    if (array.path(i).isString()) {
                        Piece piece = Piece.plain(array.path(i).stringValue());
                        add(piece, Use.TEXT, text -> array.set(index, StringNode.valueOf(text)));
                    } else {
                        schema(array.path(i));
                    }
                }
            }
            default -> {}
        }
    }

    private void text(ObjectNode parent, String key, Syntax syntax) {
        if (parent.path(key).isString()) {
            Piece piece = new Piece(parent.path(key).stringValue(), syntax);
            add(piece, Use.TEXT, text -> parent.put(key, text));
        }
    }

    private void add(Piece piece, Use use, Consumer<String> place) {
        slots.add(new Slot(piece, use, current, place));
    }
}
