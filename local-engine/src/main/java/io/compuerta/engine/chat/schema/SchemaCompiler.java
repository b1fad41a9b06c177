package io.compuerta.engine.chat.schema;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns one schema into rules. A place that no value can fill is null: an optional property there is left out, an
 * alternative dropped, and only a required one makes its surroundings impossible too. That is also how recursion ends:
 * what refers to itself is impossible below a certain depth.
 */
final class SchemaCompiler {

    /** Times that references which lead back to themselves are followed, on the way from the root to a value. */
    private static final int MAX_RECURSION = 10;

    private static final int MAX_DEPTH = 150;
    /** Steps of a place, beside those for what it holds. */
    private static final int STEPS_A_PLACE = 50;

    /** Of one between bounds, which are gone through digit by digit. */
    private static final int STEPS_A_NUMBER = 1_000;

    /** Whose characters are a set that is worked out each time. */
    private static final int STEPS_A_STRING = 50;

    private static final int MAX_ALTERNATIVES = 500;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Gbnf rules;
    private final Steps steps;
    private final Merging merging;
    private final References references;
    private final Disjoint disjoint;
    private final AnyJson any;
    private final Map<String, String> known = new HashMap<>();
    private int depth;

    SchemaCompiler(JsonNode root, Gbnf rules) {
        this.rules = rules;
        this.steps = rules.steps();
        this.merging = new Merging(steps);
        this.references = new References(root, steps);
        this.disjoint = new Disjoint(schema -> resolved(schema, 0), steps);
        this.any = new AnyJson(rules);
    }

    Gbnf rules() {
        return rules;
    }

    AnyJson any() {
        return any;
    }

    /** A copy of the place's schema without {@code $ref} at its top. */
    JsonNode resolved(JsonNode schema, int hops) {
        if (!schema.path("$ref").isString() || hops > 8) {
            return schema;
        }
        JsonNode target = references.target(schema.path("$ref").stringValue(), "");
        return resolved(schema.size() == 1 ? target : merging.both(target, without(schema, "$ref"), ""), hops + 1);
    }

    /**
     * The name of a schema's rule.
     *
     * @param recursion references followed so far that lead back to themselves
     * @return null if no value is possible
     */
    @Nullable
    String compile(JsonNode schema, String pointer, int recursion) {
        if (++depth > MAX_DEPTH) {
            throw new UnsupportedSchema(pointer, "the schema is nested deeper than " + MAX_DEPTH);
        }
        try {
            if (schema.isBoolean()) {
                return schema.booleanValue() ? any.value() : null;
            }
            if (!schema.isObject()) {
                throw new UnsupportedSchema(pointer, "a schema must be an object or a truth value");
            }
            takeSteps(schema, pointer);
            Keywords.check(schema, pointer);
            return schema.has("$ref") ? reference(schema, pointer, recursion) : direct(schema, pointer, recursion);
        } finally {
            depth--;
        }
    }

    private @Nullable String reference(JsonNode schema, String pointer, int recursion) {
        String reference = schema.path("$ref").asString("");
        JsonNode target = references.target(reference, pointer);
        int deeper = recursion + (references.isRecursive(reference) ? 1 : 0);
        if (deeper > MAX_RECURSION) {
            return null;
        }
        JsonNode rest = without(schema, "$ref");
        if (rest.propertyNames().stream().allMatch(Keywords.NOTES::contains)) {
            String key = reference + " " + deeper;
            String name = known.get(key);
            if (name == null) {
                name = compile(target, reference.substring(1), deeper);
                if (name != null) {
                    known.put(key, name);
                }
            }
            return name;
        }
        return compile(merging.both(target, rest, pointer), pointer, deeper);
    }

    /** Lists that a place holds are read once or twice; texts are, and its pointer is copied for each child. */
    private void takeSteps(JsonNode schema, String pointer) {
        steps.take(STEPS_A_PLACE + (1L + schema.size()) * (1 + pointer.length() / 64));
        for (Map.Entry<String, JsonNode> entry : schema.properties()) {
            steps.takeText(entry.getKey());
            if (!Keywords.NOTES.contains(entry.getKey())) {
                steps.take(entry.getValue().size());
            }
        }
    }

    /** What is below the top is shared: nothing changes it. */
    private ObjectNode without(JsonNode schema, String keyword) {
        steps.take(schema.size());
        ObjectNode rest = JSON.createObjectNode().setAll((ObjectNode) schema);
        rest.remove(keyword);
        return rest;
    }

    private @Nullable String direct(JsonNode schema, String pointer, int recursion) {
        if (schema.has("allOf")) {
            JsonNode merged = without(schema, "allOf");
            for (JsonNode part : schema.path("allOf")) {
                merged = merging.both(merged, resolved(part, 0), pointer + "/allOf");
            }
            return compile(merged, pointer, recursion);
        }
        for (String keyword : List.of("anyOf", "oneOf")) {
            if (schema.has(keyword)) {
                return alternatives(schema, keyword, pointer, recursion);
            }
        }
        if (schema.has("const") || schema.has("enum")) {
            return values(schema);
        }
        Set<String> types = JsonTypes.meant(schema);
        if (types.isEmpty()) {
            return any.value();
        }
        List<String> options = new ArrayList<>();
        for (String type : types) {
            String option = typed(type, schema, pointer, recursion);
            if (option != null) {
                options.add(option);
            }
        }
        return either(options);
    }

    private @Nullable String alternatives(JsonNode schema, String keyword, String pointer, int recursion) {
        JsonNode branches = schema.path(keyword);
        if (branches.size() > MAX_ALTERNATIVES) {
            throw new UnsupportedSchema(pointer + "/" + keyword, "more than " + MAX_ALTERNATIVES + " alternatives");
        }
        JsonNode rest = without(schema, keyword);
        boolean alone = rest.propertyNames().stream().allMatch(Keywords.NOTES::contains);
        List<JsonNode> merged = new ArrayList<>();
        List<String> options = new ArrayList<>();
        for (int i = 0; i < branches.size(); i++) {
            String place = pointer + "/" + keyword + "/" + i;
            JsonNode branch = branches.path(i);
            JsonNode whole = alone ? branch : merging.both(rest, resolved(branch, 0), place);
            if (keyword.equals("oneOf")) {
                merged.forEach(other -> requireDisjoint(other, whole, place));
                merged.add(whole);
            }
            String option = compile(whole, place, recursion);
            if (option != null) {
                options.add(option);
            }
        }
        return either(options);
    }

    private void requireDisjoint(JsonNode left, JsonNode right, String pointer) {
        if (!disjoint.are(left, right)) {
            throw new UnsupportedSchema(
                    pointer,
                    "'oneOf' is supported where its parts differ in type, in the values of an"
                            + " enum or const, or in such a property that is required; 'anyOf' has no such limit");
        }
    }

    private @Nullable String either(List<String> options) {
        if (options.isEmpty()) {
            return null;
        }
        return options.size() == 1 ? options.getFirst() : rules.rule(String.join(" | ", options));
    }

    /** Of {@code const} and {@code enum}: those that the other keywords do not rule out. */
    private @Nullable String values(JsonNode schema) {
        steps.takeAll(schema.path("const"));
        steps.takeAll(schema.path("enum"));
        List<JsonNode> candidates = new ArrayList<>();
        if (schema.has("const")) {
            candidates.add(schema.path("const"));
        } else {
            schema.path("enum").forEach(candidates::add);
        }
        Set<String> types = JsonTypes.declared(schema.path("type"));
        List<String> options = new ArrayList<>();
        for (JsonNode value : candidates) {
            boolean typed = types.isEmpty() || types.stream().anyMatch(type -> JsonTypes.has(value, type));
            boolean listed = !schema.has("const") || !schema.has("enum") || contains(schema.path("enum"), value);
            if (typed && listed) {
                options.add(written(value));
            }
        }
        return options.isEmpty() ? null : rules.rule(String.join(" | ", options));
    }

    /** A value as JSON, with a blank or none behind commas and colons. */
    private static String written(JsonNode value) {
        List<String> members = new ArrayList<>();
        if (value.isObject()) {
            value.properties()
                    .forEach(entry -> members.add(Gbnf.literal(JSON.writeValueAsString(entry.getKey()) + ":")
                            + " \" \"? " + written(entry.getValue())));
        } else if (value.isArray()) {
            value.forEach(each -> members.add(written(each)));
        } else {
            return Gbnf.literal(JSON.writeValueAsString(value));
        }
        String inner = String.join(" \",\" \" \"? ", members);
        return value.isObject() ? "\"{\" " + inner + " \"}\"" : "\"[\" " + inner + " \"]\"";
    }

    private static boolean contains(JsonNode list, JsonNode value) {
        for (JsonNode each : list) {
            if (each.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private @Nullable String typed(String type, JsonNode schema, String pointer, int recursion) {
        return switch (type) {
            case "string" -> {
                steps.take(STEPS_A_STRING);
                yield Strings.compile(schema, pointer, Encoding.JSON, rules);
            }
            case "boolean" -> rules.rule("\"true\" | \"false\"");
            case "null" -> rules.rule("\"null\"");
            case "integer", "number" -> number(type, schema, pointer);
            case "object" -> new Objects(this, schema, pointer, recursion).compile();
            case "array" -> Arrays.compile(this, schema, pointer, recursion);
            default ->
                throw new UnsupportedSchema(
                        pointer + "/type", "'type' must be one of " + String.join(", ", JsonTypes.ALL));
        };
    }

    private @Nullable String number(String type, JsonNode schema, String pointer) {
        JsonNode multiple = schema.path("multipleOf");
        boolean whole = type.equals("integer");
        if (!multiple.isMissingNode()) {
            if (!multiple.isNumber() || multiple.decimalValue().compareTo(BigDecimal.ONE) != 0) {
                throw new UnsupportedSchema(pointer + "/multipleOf", "'multipleOf' other than 1 is not supported");
            }
            whole = true;
        }
        boolean bounded = List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum").stream()
                .anyMatch(schema::has);
        if (!bounded) {
            String integer = "\"-\"? (\"0\" | [1-9] [0-9]{0,14})";
            return rules.rule(whole ? integer : integer + " (\".\" [0-9]{1,12})? ([eE] [-+]? [1-9] [0-9]?)?");
        }
        steps.take(STEPS_A_NUMBER);
        Digits.Bounds bounds = bounds(schema, pointer);
        String expression = whole ? Digits.whole(bounds) : Digits.any(bounds);
        return expression == null ? null : rules.rule(expression);
    }

    private static Digits.Bounds bounds(JsonNode schema, String pointer) {
        BigDecimal low = bound(schema, "minimum", pointer, Digits.LARGEST.negate());
        BigDecimal over = bound(schema, "exclusiveMinimum", pointer, Digits.LARGEST.negate());
        BigDecimal high = bound(schema, "maximum", pointer, Digits.LARGEST);
        BigDecimal under = bound(schema, "exclusiveMaximum", pointer, Digits.LARGEST);
        boolean lowOut = schema.has("exclusiveMinimum") && over.compareTo(low) >= 0;
        boolean highOut = schema.has("exclusiveMaximum") && under.compareTo(high) <= 0;
        return new Digits.Bounds(over.max(low), lowOut, under.min(high), highOut);
    }

    private static BigDecimal bound(JsonNode schema, String keyword, String pointer, BigDecimal preset) {
        JsonNode value = schema.path(keyword);
        if (value.isMissingNode()) {
            return preset;
        }
        if (!value.isNumber() || value.decimalValue().scale() > 12) {
            throw new UnsupportedSchema(
                    pointer + "/" + keyword, "'" + keyword + "' must be a number of at most 12 decimals");
        }
        BigDecimal bound = value.decimalValue();
        return bound.min(Digits.LARGEST).max(Digits.LARGEST.negate());
    }
}
