package io.compuerta.engine.chat.schema;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Lists. */
final class Arrays {

    /** Of lists that the schema does not bound. */
    private static final int USUAL_MOST = 128;

    private static final int MOST = 1_000;

    private Arrays() {}

    static @Nullable String compile(SchemaCompiler compiler, JsonNode schema, String pointer, int recursion) {
        int least = Counts.of(schema, pointer, "minItems", 0);
        int most =
                Math.min(MOST, Counts.of(schema, pointer, "maxItems", Math.max(USUAL_MOST, Math.min(MOST, 2 * least))));
        if (least > most) {
            throw new UnsupportedSchema(
                    pointer + "/minItems", "'minItems' is " + least + "; it may neither exceed 'maxItems' nor " + MOST);
        }
        if (schema.path("uniqueItems").asBoolean(false) && most > 1) {
            throw new UnsupportedSchema(
                    pointer + "/uniqueItems", "'uniqueItems' is supported for lists of one element only");
        }
        List<String> places = new ArrayList<>();
        JsonNode prefix = schema.path("prefixItems");
        for (int i = 0; i < Math.min(prefix.size(), most); i++) {
            String place = compiler.compile(prefix.path(i), pointer + "/prefixItems/" + i, recursion);
            if (place == null) {
                most = i;
                break;
            }
            places.add(place);
        }
        JsonNode items = schema.has("items") ? schema.path("items") : JsonNodeFactory.instance.booleanNode(true);
        boolean closed = most <= places.size() || !schema.has("items") && !prefix.isMissingNode();
        String item = closed && least <= places.size() ? null : compiler.compile(items, pointer + "/items", recursion);
        int longest = item == null ? Math.min(most, places.size()) : most;
        return longest < least ? null : list(compiler.rules(), places, item, least, longest);
    }

    /** From the end: what may follow once so many elements are there. */
    private static String list(Gbnf rules, List<String> places, @Nullable String item, int least, int most) {
        if (most == 0) {
            return rules.rule("\"[]\"");
        }
        String rest = "";
        if (item != null && most > places.size()) {
            String more = rules.rule("\",\" \" \"? " + item);
            int fixed = Math.max(1, places.size());
            rest = Gbnf.times(more, Math.max(0, least - fixed), most - fixed);
        }
        for (int i = Math.min(places.size(), most) - 1; i >= 1; i--) {
            String further = "\",\" \" \"? " + places.get(i) + (rest.isEmpty() ? "" : " " + rest);
            rest = rules.rule(i < least ? further : "(" + further + ")?");
        }
        String first = places.isEmpty() ? item : places.getFirst();
        String elements = first + (rest.isEmpty() ? "" : " " + rest);
        return rules.rule("\"[\" " + (least == 0 ? "(" + elements + ")?" : elements) + " \"]\"");
    }
}
