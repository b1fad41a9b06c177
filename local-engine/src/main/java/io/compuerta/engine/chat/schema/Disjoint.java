package io.compuerta.engine.chat.schema;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/** Whether no value can satisfy two schemas, judged by what can be seen from outside. */
final class Disjoint {

    private final UnaryOperator<JsonNode> resolve;
    private final Steps steps;

    /** @param resolve follows {@code $ref} */
    Disjoint(UnaryOperator<JsonNode> resolve, Steps steps) {
        this.resolve = resolve;
        this.steps = steps;
    }

    boolean are(JsonNode left, JsonNode right) {
        JsonNode some = resolve.apply(left);
        JsonNode others = resolve.apply(right);
        return types(some, others) || values(some, others) || members(some, others) || members(others, some);
    }

    private boolean types(JsonNode left, JsonNode right) {
        Set<String> some = widened(left);
        Set<String> others = widened(right);
        if (some.isEmpty() || others.isEmpty()) {
            return false;
        }
        some.retainAll(others);
        return some.isEmpty();
    }

    private Set<String> widened(JsonNode schema) {
        steps.take(1 + schema.path("type").size());
        Set<String> types = new HashSet<>(JsonTypes.declared(schema.path("type")));
        if (types.remove("integer")) {
            types.add("number");
        }
        return types;
    }

    private boolean values(JsonNode left, JsonNode right) {
        Optional<Set<JsonNode>> some = allowed(left);
        Optional<Set<JsonNode>> others = allowed(right);
        return some.isPresent() && others.isPresent() && some.get().stream().noneMatch(others.get()::contains);
    }

    private Optional<Set<JsonNode>> allowed(JsonNode schema) {
        steps.takeAll(schema.has("const") ? schema.path("const") : schema.path("enum"));
        Set<JsonNode> values = new HashSet<>();
        if (schema.has("const")) {
            values.add(schema.path("const"));
        } else if (schema.has("enum")) {
            schema.path("enum").forEach(values::add);
        } else {
            return Optional.empty();
        }
        return Optional.of(values);
    }

    /** A property that one demands and that the other forbids, or allows only other values of. */
    private boolean members(JsonNode left, JsonNode right) {
        for (JsonNode name : left.path("required")) {
            steps.take(1);
            JsonNode mine = left.path("properties").path(name.asString(""));
            JsonNode theirs = right.path("properties").path(name.asString(""));
            boolean forbidden = theirs.isMissingNode()
                    && right.path("additionalProperties").isBoolean()
                    && !right.path("additionalProperties").booleanValue();
            boolean objects = JsonTypes.declared(left.path("type")).equals(Set.of("object"))
                    && JsonTypes.declared(right.path("type")).equals(Set.of("object"));
            if (objects && (forbidden || !mine.isMissingNode() && !theirs.isMissingNode() && differ(mine, theirs))) {
                return true;
            }
        }
        return false;
    }

    private boolean differ(JsonNode mine, JsonNode theirs) {
        JsonNode some = resolve.apply(mine);
        JsonNode others = resolve.apply(theirs);
        return types(some, others) || values(some, others);
    }
}
