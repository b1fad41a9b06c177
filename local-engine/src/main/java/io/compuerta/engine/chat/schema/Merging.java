package io.compuerta.engine.chat.schema;

import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.BinaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Two schemas that must both hold, as one. */
final class Merging {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Steps steps;

    Merging(Steps steps) {
        this.steps = steps;
    }

    /**
     * @param pointer of the place that asks for both, for messages
     * @throws UnsupportedSchema if one schema cannot say it
     */
    JsonNode both(JsonNode left, JsonNode right, String pointer) {
        if (left.isBoolean() || right.isBoolean()) {
            JsonNode other = left.isBoolean() ? right : left;
            boolean holds = left.isBoolean() ? left.booleanValue() : right.booleanValue();
            return holds ? other : JSON.booleanNode(false);
        }
        if (!(left instanceof ObjectNode some && right instanceof ObjectNode others)) {
            throw new UnsupportedSchema(pointer, "a schema must be an object or a truth value");
        }
        refuseClosed(some, others, pointer);
        refuseClosed(others, some, pointer);
        steps.take(1L + some.size() + others.size());
        ObjectNode merged = copy(some);
        for (String keyword : others.propertyNames()) {
            JsonNode mine = some.path(keyword);
            JsonNode theirs = others.path(keyword);
            boolean only = mine.isMissingNode() || Keywords.NOTES.contains(keyword) || same(mine, theirs);
            merged.set(keyword, only ? theirs : joined(keyword, mine, theirs, pointer));
        }
        return merged;
    }

    /** What is below the top is shared: nothing changes it. */
    private static ObjectNode copy(ObjectNode schema) {
        return JSON.objectNode().setAll(schema);
    }

    private boolean same(JsonNode mine, JsonNode theirs) {
        steps.takeAll(mine);
        return mine.equals(theirs);
    }

    private JsonNode joined(String keyword, JsonNode mine, JsonNode theirs, String pointer) {
        return switch (keyword) {
            case "properties" -> properties(mine, theirs);
            case "required" -> union(mine, theirs);
            case "type" -> types(mine, theirs);
            case "enum" -> common(mine, theirs);
            case "allOf" -> union(mine, theirs);
            case "items", "additionalProperties" -> allOf(mine, theirs);
            case "minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties" ->
                chosen(mine, theirs, BigDecimal::max);
            case "maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties" ->
                chosen(mine, theirs, BigDecimal::min);
            default ->
                throw new UnsupportedSchema(
                        pointer, "two different '" + keyword + "' that must both hold are not supported");
        };
    }

    /** A closed object forbids the other's properties; said in one schema they would be allowed. */
    private void refuseClosed(ObjectNode closed, ObjectNode other, String pointer) {
        if (closed.path("additionalProperties").isMissingNode()
                || closed.path("additionalProperties").equals(JSON.booleanNode(true))) {
            return;
        }
        steps.take(other.path("properties").size());
        for (String name : other.path("properties").propertyNames()) {
            if (!closed.path("properties").has(name)) {
                throw new UnsupportedSchema(
                        pointer, "'additionalProperties' beside further properties of another part is not supported");
            }
        }
    }

    private JsonNode properties(JsonNode mine, JsonNode theirs) {
        steps.take(mine.size() + theirs.size());
        ObjectNode all = copy((ObjectNode) mine);
        theirs.propertyNames()
                .forEach(name ->
                        all.set(name, mine.has(name) ? allOf(mine.path(name), theirs.path(name)) : theirs.path(name)));
        return all;
    }

    private JsonNode allOf(JsonNode mine, JsonNode theirs) {
        return same(mine, theirs)
                ? mine
                : JSON.objectNode().set("allOf", JSON.arrayNode().add(mine).add(theirs));
    }

    private ArrayNode union(JsonNode mine, JsonNode theirs) {
        steps.takeAll(mine);
        steps.takeAll(theirs);
        Set<JsonNode> all = new LinkedHashSet<>();
        mine.forEach(all::add);
        theirs.forEach(all::add);
        return JSON.arrayNode().addAll(all);
    }

    private ArrayNode common(JsonNode mine, JsonNode theirs) {
        steps.takeAll(mine);
        steps.takeAll(theirs);
        Set<JsonNode> others = new LinkedHashSet<>();
        theirs.forEach(others::add);
        ArrayNode both = JSON.arrayNode();
        mine.forEach(value -> {
            if (others.contains(value)) {
                both.add(value);
            }
        });
        return both;
    }

    private JsonNode types(JsonNode mine, JsonNode theirs) {
        steps.take(mine.size() + theirs.size());
        Set<String> others = JsonTypes.declared(theirs);
        ArrayNode both = JSON.arrayNode();
        for (String type : JsonTypes.declared(mine)) {
            if (others.contains(type)) {
                both.add(type);
            } else if (type.equals("integer") && others.contains("number")
                    || type.equals("number") && others.contains("integer")) {
                both.add("integer");
            }
        }
        return both;
    }

    private static JsonNode chosen(JsonNode mine, JsonNode theirs, BinaryOperator<BigDecimal> choice) {
        return JSON.numberNode(choice.apply(mine.decimalValue(), theirs.decimalValue()));
    }
}
