package io.compuerta.engine.chat.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Objects: the declared properties in the schema's order, optional ones or not, then others where the schema asks for
 * them. Where it is silent about others, none are made.
 */
final class Objects {

    private static final int MOST_OTHERS = 64;

    /** Of a name that others have to differ from: each is a rule and a level of the tree, and of the stack. */
    private static final int LONGEST_NAME = 200;

    /** Of a character of a name, where the tree of the names may branch. */
    private static final int STEPS_A_BRANCH = 20;

    private final SchemaCompiler compiler;
    private final Gbnf rules;
    private final JsonNode schema;
    private final String pointer;
    private final int recursion;

    /** A declared property: its name and value as one rule. */
    private record Property(String member, boolean required) {}

    Objects(SchemaCompiler compiler, JsonNode schema, String pointer, int recursion) {
        this.compiler = compiler;
        this.rules = compiler.rules();
        this.schema = schema;
        this.pointer = pointer;
        this.recursion = recursion;
    }

    @Nullable
    String compile() {
        Set<String> required = new LinkedHashSet<>();
        schema.path("required").forEach(name -> required.add(name.asString("")));
        List<Property> properties = new ArrayList<>();
        JsonNode declared = schema.path("properties");
        for (Map.Entry<String, JsonNode> entry : declared.properties()) {
            String name = entry.getKey();
            String value =
                    compiler.compile(entry.getValue(), pointer + "/properties/" + Keywords.escaped(name), recursion);
            if (value == null && required.contains(name)) {
                return null;
            }
            if (value != null) {
                properties.add(property(name, value, required.contains(name)));
            }
        }
        String other = other();
        for (String name : required) {
            if (!declared.has(name)) {
                if (other == null && isClosed()) {
                    return null;
                }
                properties.add(property(name, other == null ? compiler.any().value() : other, true));
            }
        }
        checkCounts(required.size(), properties.size(), other != null);
        return properties.isEmpty() ? withoutProperties(other) : withProperties(properties, other, required);
    }

    private boolean isClosed() {
        return schema.path("additionalProperties").isBoolean()
                && !schema.path("additionalProperties").booleanValue();
    }

    /** The value of properties that are not declared; null if there are none. */
    private @Nullable String other() {
        if (schema.has("unevaluatedProperties")
                && !(schema.path("unevaluatedProperties").isBoolean()
                        && (!schema.path("unevaluatedProperties").booleanValue()
                                || schema.has("additionalProperties")))) {
            throw new UnsupportedSchema(
                    pointer + "/unevaluatedProperties", "'unevaluatedProperties' other than false is not supported");
        }
        JsonNode additional = schema.path("additionalProperties");
        if (!additional.isMissingNode()) {
            return compiler.compile(additional, pointer + "/additionalProperties", recursion);
        }
        boolean open = !schema.has("properties") && !schema.has("unevaluatedProperties");
        return open ? compiler.any().value() : null;
    }

    private void checkCounts(int required, int declared, boolean others) {
        boolean map = declared == 0 && others;
        if (!map && Counts.of(schema, pointer, "minProperties", 0) > required) {
            throw new UnsupportedSchema(
                    pointer + "/minProperties", "'minProperties' beyond the required properties is not supported");
        }
        if (!map
                && schema.has("maxProperties")
                && (others || Counts.of(schema, pointer, "maxProperties", 0) < declared)) {
            throw new UnsupportedSchema(
                    pointer + "/maxProperties", "'maxProperties' below the declared properties is not supported");
        }
        if (map && Counts.of(schema, pointer, "minProperties", 0) > 1) {
            throw new UnsupportedSchema(pointer + "/minProperties", "'minProperties' above 1 is not supported");
        }
    }

    private Property property(String name, String value, boolean required) {
        rules.steps().take(1 + name.length());
        String key =
                Gbnf.literal(tools.jackson.databind.json.JsonMapper.shared().writeValueAsString(name) + ":");
        return new Property(rules.rule(key + " \" \"? " + value), required);
    }

    private String withoutProperties(@Nullable String other) {
        if (other == null) {
            return rules.rule("\"{}\"");
        }
        int least = Counts.of(schema, pointer, "minProperties", 0);
        int most = Math.min(MOST_OTHERS, Counts.of(schema, pointer, "maxProperties", MOST_OTHERS));
        return compiler.any().map(compiler.any().string(), other, least, most);
    }

    private String withProperties(List<Property> properties, @Nullable String other, Set<String> required) {
        String others = "";
        String firstOther = null;
        if (other != null) {
            Set<String> names = new LinkedHashSet<>(schema.path("properties").propertyNames());
            names.addAll(required);
            firstOther = rules.rule(nameOtherThan(names) + " \":\" \" \"? " + other);
            others = rules.rule("\",\" \" \"? " + firstOther) + "{0," + MOST_OTHERS + "}";
        }
        String after = others;
        List<String> starts = new ArrayList<>();
        if (firstOther != null) {
            starts.add(firstOther + " " + others);
        }
        for (int i = properties.size() - 1; i >= 0; i--) {
            Property property = properties.get(i);
            if (property.required()) {
                starts.clear();
            }
            starts.addFirst(property.member() + (after.isEmpty() ? "" : " " + after));
            String further = "\",\" \" \"? " + property.member();
            String step = property.required() ? further : "(" + further + ")?";
            after = rules.rule(step + (after.isEmpty() ? "" : " " + after));
        }
        boolean mayBeEmpty = properties.stream().noneMatch(Property::required);
        String members = "(" + String.join(" | ", starts) + ")" + (mayBeEmpty ? "?" : "");
        return rules.rule("\"{\" " + members + " \"}\"");
    }

    /**
     * A plain string, not empty, that is none of the given: at each character it either leaves the tree that they make,
     * after which anything may follow, or goes on in it and must not end where a name ends.
     */
    private String nameOtherThan(Set<String> names) {
        String quote = Gbnf.literal("\"");
        names.forEach(this::requireShort);
        List<int[]> points =
                names.stream().map(name -> name.codePoints().toArray()).toList();
        return rules.rule(quote + " " + branch(points, 0) + " " + quote);
    }

    private void requireShort(String name) {
        if (name.codePointCount(0, name.length()) > LONGEST_NAME) {
            throw new UnsupportedSchema(
                    pointer + (schema.path("properties").has(name) ? "/properties" : "/required"),
                    "a property's name of more than " + LONGEST_NAME
                            + " characters is not supported where other properties are allowed");
        }
    }

    private String branch(List<int[]> names, int depth) {
        rules.steps().take(STEPS_A_BRANCH + names.size());
        Map<Integer, List<int[]>> next = new TreeMap<>();
        for (int[] name : names) {
            if (name.length > depth) {
                next.computeIfAbsent(name[depth], point -> new ArrayList<>()).add(name);
            }
        }
        CodePoints plain = CodePoints.PRINTABLE.without(CodePoints.ESCAPED);
        List<CodePoints.Range> points = new ArrayList<>();
        next.keySet().forEach(point -> points.add(new CodePoints.Range(point, point)));
        CodePoints taken = CodePoints.none().or(new CodePoints(points));
        Map<String, String> options = new LinkedHashMap<>();
        CodePoints leaving = plain.without(taken);
        options.put(Gbnf.oneOf(leaving) + " " + Gbnf.oneOf(plain) + "{0,60}", "");
        next.forEach((point, under) -> {
            if (plain.without(CodePoints.of(point, point)).equals(plain)) {
                return;
            }
            boolean ends = under.stream().anyMatch(name -> name.length == depth + 1);
            String rest = branch(under, depth + 1);
            options.put(Gbnf.oneOf(CodePoints.of(point, point)) + " " + rest + (ends ? "" : "?"), "");
        });
        return rules.rule(String.join(" | ", options.keySet()));
    }
}
