package io.compuerta.engine.chat.schema;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** What {@code $ref} points to, and which of them lead back to themselves. */
final class References {

    private final JsonNode root;
    private final Steps steps;
    private final Map<String, JsonNode> targets = new HashMap<>();
    private final Map<String, Set<String>> named = new HashMap<>();
    private final Map<String, Set<String>> reached = new HashMap<>();

    References(JsonNode root, Steps steps) {
        this.root = root;
        this.steps = steps;
    }

    /** @param pointer of the schema that refers, for messages */
    JsonNode target(String reference, String pointer) {
        steps.take(1);
        JsonNode known = targets.get(reference);
        if (known == null) {
            steps.take(reference.length());
            known = found(reference, pointer);
            targets.put(reference, known);
        }
        return known;
    }

    private JsonNode found(String reference, String pointer) {
        if (!reference.startsWith("#") || reference.length() > 1 && reference.charAt(1) != '/') {
            throw new UnsupportedSchema(
                    pointer + "/$ref", "'$ref' must point into the same schema, as '#/$defs/name' does");
        }
        JsonNode target = root.at(JsonPointer.compile(decoded(reference.substring(1))));
        if (target.isMissingNode()) {
            throw new UnsupportedSchema(pointer + "/$ref", "'$ref' points to nothing");
        }
        return target;
    }

    private static String decoded(String fragment) {
        return java.net.URLDecoder.decode(fragment.replace("+", "%2B"), java.nio.charset.StandardCharsets.UTF_8);
    }

    boolean isRecursive(String reference) {
        return reachedFrom(reference).contains(reference);
    }

    private Set<String> reachedFrom(String start) {
        Set<String> known = reached.get(start);
        if (known != null) {
            return known;
        }
        Set<String> seen = new HashSet<>();
        Set<String> wave = Set.of(start);
        while (!wave.isEmpty()) {
            Set<String> next = new HashSet<>();
            wave.forEach(reference -> next.addAll(named(reference)));
            next.removeAll(seen);
            seen.addAll(next);
            wave = next;
        }
        reached.put(start, seen);
        return seen;
    }

    /** The references within what one points to. */
    private Set<String> named(String reference) {
        Set<String> within = named.get(reference);
        if (within == null) {
            within = new HashSet<>();
            collect(target(reference, ""), within);
            named.put(reference, within);
        }
        steps.take(1 + within.size());
        return within;
    }

    private void collect(JsonNode node, Set<String> references) {
        steps.take(1);
        if (node.path("$ref").isString()) {
            references.add(node.path("$ref").stringValue());
        }
        for (JsonNode child : node) {
            collect(child, references);
        }
    }
}
