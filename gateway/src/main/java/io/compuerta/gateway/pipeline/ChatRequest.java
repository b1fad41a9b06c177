package io.compuerta.gateway.pipeline;

import io.compuerta.gateway.privacy.Piece;
import io.compuerta.gateway.privacy.Syntax;
import io.compuerta.policy.signal.Conversation;
import io.compuerta.policy.signal.Modality;
import io.compuerta.policy.signal.Role;
import io.compuerta.policy.signal.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A chat completion request as OpenAI's dialect writes it, which is also the gateway's own form: parameters that
 * Compuerta does not know pass through untouched. Immutable: the tree is never changed after construction.
 */
public final class ChatRequest {

    private static final List<String> USER_FIELDS = List.of("user", "safety_identifier");

    private final ObjectNode json;

    /** Read by several stages; two threads making it at once make the same. */
    private @Nullable Conversation conversation;

    /** Likewise: documents are decoded once. */
    private @Nullable List<TextSlots.Slot> slots;

    /** Takes ownership: the caller must not change the tree afterwards. Its shape has been checked at the edge. */
    public ChatRequest(ObjectNode json) {
        this.json = json;
    }

    /** The id the caller asked for: {@code auto}, {@code local} or {@code provider/model}. */
    public String model() {
        return json.path("model").asString("");
    }

    public boolean stream() {
        return json.path("stream").asBoolean(false);
    }

    /** Whether the caller wants the usage chunk at the end of a stream. */
    public boolean includeUsage() {
        return json.path("stream_options").path("include_usage").asBoolean(false);
    }

    /** The end user the caller named, if any. It may be a person's name: treat it as personal data. */
    public Optional<String> user() {
        JsonNode user = json.path("user");
        return user.isString() && !user.stringValue().isBlank() ? Optional.of(user.stringValue()) : Optional.empty();
    }

    /** {@code max_completion_tokens}, else {@code max_tokens}. */
    public OptionalInt maxTokens() {
        for (String key : List.of("max_completion_tokens", "max_tokens")) {
            JsonNode value = json.path(key);
            if (value.isInt()) {
                return OptionalInt.of(value.intValue());
            }
        }
        return OptionalInt.empty();
    }

    public Optional<Double> number(String key) {
        JsonNode value = json.path(key);
        return value.isNumber() ? Optional.of(value.doubleValue()) : Optional.empty();
    }

    /** The stop strings: {@code stop} may be one string or a list. */
    public List<String> stop() {
        JsonNode stop = json.path("stop");
        if (stop.isString()) {
            return List.of(stop.stringValue());
        }
        List<String> strings = new ArrayList<>();
        stop.forEach(node -> strings.add(node.asString()));
        return List.copyOf(strings);
    }

    /** How many answers are wanted, 1 unless the caller says otherwise. */
    public int choices() {
        return json.path("n").asInt(1);
    }

    public boolean hasTools() {
        return json.path("tools").size() > 0 || json.path("functions").size() > 0;
    }

    /** How the answer's text is to be read: callers who ask for JSON must get JSON, with restored values escaped. */
    public Syntax answerSyntax() {
        String format = json.path("response_format").path("type").asString("text");
        return format.startsWith("json") ? Syntax.JSON : Syntax.PLAIN;
    }

    /** Whether an option is present and not null. */
    public boolean has(String key) {
        return json.hasNonNull(key);
    }

    public JsonNode get(String key) {
        return json.path(key);
    }

    /** A copy of the whole request that the caller may change. */
    public ObjectNode copyJson() {
        return json.deepCopy();
    }

    /** What the detectors look at: one turn a message. */
    public Conversation conversation() {
        Conversation known = conversation;
        if (known == null) {
            known = readConversation();
            conversation = known;
        }
        return known;
    }

    private Conversation readConversation() {
        List<Turn> turns = new ArrayList<>();
        Modality modality = Modality.TEXT;
        for (JsonNode message : json.path("messages")) {
            StringBuilder text = new StringBuilder();
            JsonNode content = message.path("content");
            if (content.isString()) {
                text.append(content.stringValue());
            }
            if (content.isArray()) {
                for (JsonNode part : content) {
                    if (part.path("text").isString()) {
                        text.append(text.isEmpty() ? "" : "\n")
                                .append(part.path("text").stringValue());
                    }
                    modality = richer(modality, part.path("type").asString(""));
                }
            }
            for (JsonNode call : message.path("tool_calls")) {
                String arguments = call.path("function").path("arguments").asString("");
                text.append(text.isEmpty() ? "" : "\n").append(arguments);
            }
            String thoughts = reasoning(message);
            if (!thoughts.isEmpty()) {
                text.append(text.isEmpty() ? "" : "\n").append(thoughts);
            }
            turns.add(new Turn(role(message.path("role").asString("")), text.toString()));
        }
        return new Conversation(turns, modality, hasTools());
    }

    /**
     * The thoughts of an assistant's message, under the name that most servers answer with or the one that vLLM and Ollama
     * have taken to; empty if there are none.
     */
    public static String reasoning(JsonNode message) {
        return message.path("reasoning_content")
                .asString(message.path("reasoning").asString(""));
    }

    /**
     * Every stretch of text that a person, an application or a tool wrote, in a fixed order, attached text files included,
     * and every other string that may be text. Text inside binary files and behind addresses is not among them. The first call decodes the documents.
     */
    public List<Piece> pieces() {
        return slots().stream().map(TextSlots.Slot::piece).toList();
    }

    private List<TextSlots.Slot> slots() {
        List<TextSlots.Slot> known = slots;
        if (known == null) {
            known = List.copyOf(TextSlots.of(json));
            slots = known;
        }
        return known;
    }

    /**
     * What people and tools wrote, in the order of the request: a text for each of their messages and one for each document
     * attached to any message. System prompts and the assistant's words are not among them.
     */
    public List<Writing> writings() {
        return Writings.of(
                slots(),
                message -> role(json.path("messages").path(message).path("role").asString("")));
    }

    /** About how many characters {@link #pieces()} hold, without decoding anything; never too few. */
    public int textLength() {
        return textLength(json);
    }

    private static int textLength(JsonNode node) {
        int length = node.isString() ? node.stringValue().length() : 0;
        for (JsonNode inner : node) {
            length += textLength(inner);
        }
        return length;
    }

    /** A copy whose {@link #pieces()} hold the given texts, in the same order and number. */
    public ChatRequest withTexts(List<String> texts) {
        ObjectNode copy = json.deepCopy();
        List<TextSlots.Slot> slots = TextSlots.of(copy);
        if (slots.size() != texts.size()) {
            throw new IllegalArgumentException(texts.size() + " texts given for " + slots.size() + " places");
        }
        for (int i = 0; i < texts.size(); i++) {
            slots.get(i).put(texts.get(i));
        }
        return new ChatRequest(copy);
    }

    /** A copy in which the fields that name the end user hold something else; this request when it names none. */
    public ChatRequest withUser(UnaryOperator<String> rename) {
        List<String> named =
                USER_FIELDS.stream().filter(key -> json.path(key).isString()).toList();
        if (named.isEmpty()) {
            return this;
        }
        // A shallow copy: only top-level fields change, and the trees below are never changed by anyone.
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        copy.setAll(json);
        named.forEach(key -> copy.put(key, rename.apply(json.path(key).stringValue())));
        return new ChatRequest(copy);
    }

    private static Modality richer(Modality seen, String partType) {
        return switch (partType) {
            case "image_url" -> Modality.IMAGE;
            case "input_audio" -> seen == Modality.IMAGE ? seen : Modality.AUDIO;
            case "file" -> seen == Modality.TEXT ? Modality.FILE : seen;
            default -> seen;
        };
    }

    private static Role role(String word) {
        return switch (word) {
            case "system", "developer" -> Role.SYSTEM;
            case "assistant" -> Role.ASSISTANT;
            case "tool", "function" -> Role.TOOL;
            default -> Role.USER;
        };
    }

    /** Names the model and the size only: the rest belongs to the user. */
    @Override
    public String toString() {
        JsonNode messages = json.path("messages");
        return "ChatRequest[" + (messages instanceof ArrayNode a ? a.size() : 0) + " messages]";
    }
}
