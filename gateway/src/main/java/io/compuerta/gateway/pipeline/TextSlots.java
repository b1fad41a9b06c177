package io.compuerta.gateway.pipeline;

import io.compuerta.gateway.privacy.Piece;
import io.compuerta.gateway.privacy.Syntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Where text stands in a chat request, attached text files included: every string but the protocol's own words, also in
 * fields that nobody here has heard of. One walk serves reading and replacing, so they agree on places and order.
 */
final class TextSlots {

    /** Parameters of a request that hold the protocol's words, or are walked by themselves, or renamed ({@code user}). */
    private static final Set<String> PARAMETERS = Set.of(
            "model",
            "models",
            "messages",
            "tools",
            "functions",
            "response_format",
            "metadata",
            "user",
            "safety_identifier",
            "tool_choice",
            "function_call",
            "stream_options",
            "modalities",
            "audio",
            "service_tier",
            "reasoning",
            "reasoning_effort",
            "thinking",
            "verbosity",
            "provider");

    private static final Set<String> MESSAGE_FIELDS =
            Set.of("role", "content", "name", "tool_calls", "tool_call_id", "function_call");

    /** Keys of a JSON Schema whose values are its own words. */
    private static final Set<String> SCHEMA_WORDS = Set.of("type", "format", "$ref", "pattern", "required", "name");

    /** Keys of a JSON Schema that hold values of the application's. */
    private static final Set<String> SCHEMA_VALUES = Set.of("default", "examples", "const", "enum");

    /** Which values are no text. */
    private interface Protocol {
        boolean owns(String key, JsonNode value);
    }

    /** In a JSON Schema. */
    private static final Protocol SCHEMA = (key, value) -> SCHEMA_WORDS.contains(key) && !value.isObject();

    /** In messages, their parts and parameters: kinds, ids, addresses and bytes. */
    private static final Protocol CHAT = (key, value) -> value.isString()
            && switch (key) {
                case "type", "role", "id", "call_id", "file_id", "format", "detail", "media_type", "mime_type" -> true;
                case "url", "data", "file_data", "signature", "thought_signature", "encrypted_content" ->
                    value.stringValue().chars().noneMatch(Character::isWhitespace);
                default -> false;
            };

    private static final Protocol NOTHING = (key, value) -> false;

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
        walk.list(request.path("tools"), SCHEMA);
        walk.list(request.path("functions"), SCHEMA);
        walk.value(request, "response_format", SCHEMA);
        walk.value(request, "metadata", NOTHING);
        walk.others(request, PARAMETERS);
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
        for (JsonNode call : message.path("tool_calls")) {
            if (call instanceof ObjectNode object) {
                called(object, "function", "arguments", Syntax.JSON);
                called(object, "custom", "input", Syntax.PLAIN);
                others(object, Set.of("function", "custom"));
            }
        }
        called(message, "function_call", "arguments", Syntax.JSON);
        others(message, MESSAGE_FIELDS);
    }

    private void called(ObjectNode call, String key, String said, Syntax syntax) {
        if (call.path(key) instanceof ObjectNode function) {
            text(function, said, syntax);
            inside(function.path(said), NOTHING);
            others(function, Set.of("name", said));
        }
    }

    /** Whether a tool's result looks like JSON, which tools mostly return. */
    private static boolean isJson(ObjectNode message) {
        String role = message.path("role").asString("");
        String content = message.path("content").asString("").strip();
        return (role.equals("tool") || role.equals("function")) && (content.startsWith("{") || content.startsWith("["));
    }

    private void content(ObjectNode message) {
        text(message, "content", Syntax.PLAIN);
        for (JsonNode part : message.path("content")) {
            if (part instanceof ObjectNode object) {
                if (object.path("file") instanceof ObjectNode file) {
                    file(file);
                    others(object, Set.of("file"));
                } else {
                    others(object, Set.of());
                }
            }
        }
    }

    private void file(ObjectNode file) {
        if (file.path("filename").isString()) {
            add(Piece.plain(file.path("filename").stringValue()), Use.FILE_NAME, text -> file.put("filename", text));
        }
        Optional<AttachedText> attached = AttachedText.of(file);
        if (attached.isPresent()) {
            AttachedText document = attached.get();
            if (!document.isCleanBase64()) {
                // It may as well be read as it stands. What is put back for the document counts.
                text(file, "file_data", Syntax.PLAIN);
            }
            Piece piece = new Piece(document.text(), document.isJson() ? Syntax.JSON : Syntax.PLAIN);
            add(piece, Use.DOCUMENT, text -> file.put("file_data", document.dataWith(text)));
        } else {
            value(file, "file_data", CHAT);
        }
        others(file, Set.of("filename", "file_data"));
    }

    /** What stands in other fields than these. */
    private void others(ObjectNode object, Set<String> known) {
        for (String key : object.propertyNames()) {
            if (!known.contains(key)) {
                value(object, key, CHAT);
            }
        }
    }

    private void value(ObjectNode object, String key, Protocol protocol) {
        JsonNode value = object.path(key);
        if (!protocol.owns(key, value)) {
            text(object, key, Syntax.PLAIN);
            inside(value, protocol.equals(SCHEMA) && SCHEMA_VALUES.contains(key) ? NOTHING : protocol);
        }
    }

    private void inside(JsonNode node, Protocol protocol) {
        if (node instanceof ObjectNode object) {
            for (String key : object.propertyNames()) {
                value(object, key, protocol);
            }
        } else {
            list(node, protocol);
        }
    }

    private void list(JsonNode node, Protocol protocol) {
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int index = i;
                if (array.path(i).isString()) {
                    Piece piece = Piece.plain(array.path(i).stringValue());
                    add(piece, Use.TEXT, text -> array.set(index, StringNode.valueOf(text)));
                } else {
                    inside(array.path(i), protocol);
                }
            }
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
