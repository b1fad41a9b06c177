package io.compuerta.engine.chat.schema;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Strings: their length, pattern and format. */
final class Strings {

    /** Of strings that the schema does not bound, in characters. */
    static final int USUAL_MOST = 8_000;

    /** A longer {@code minLength} is refused, a longer {@code maxLength} is cut to this. */
    private static final int MOST = 20_000;

    private static final int BLOCK = 250;

    private static final String DATE_TIME_TIME =
            "(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,6})?(?:Z|[+-](?:[01]\\d|2[0-3]):[0-5]\\d)";
    private static final String LEAP = "(?:[1-9]\\d(?:0[48]|[2468][048]|[13579][26])-02-29)";
    private static final String DATE = "(?:[1-9]\\d{3}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])"
            + "|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))|" + LEAP + ")";
    private static final String BYTE = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,20}[a-z0-9])?";
    private static final String DOMAIN = "[a-z](?:[a-z0-9-]{0,20}[a-z0-9])?";
    private static final String HOST = LABEL + "(?:\\." + LABEL + "){0,3}";
    private static final String H4 = "[0-9a-fA-F]{1,4}";

    /** Each a part of what the standard allows, and all of it that people write. */
    private static final Map<String, String> FORMATS = Map.of(
            "date", "^" + DATE + "$",
            "time", "^" + DATE_TIME_TIME + "$",
            "date-time", "^" + DATE + "T" + DATE_TIME_TIME + "$",
            "duration",
                    "^P(?:\\d{1,4}W|\\d{1,4}Y(?:\\d{1,4}M(?:\\d{1,4}D)?)?|\\d{1,4}M(?:\\d{1,4}D)?|\\d{1,4}D(?:T\\d{1,4}H)?"
                            + "|T(?:\\d{1,4}H(?:\\d{1,4}M(?:\\d{1,4}S)?)?|\\d{1,4}M(?:\\d{1,4}S)?|\\d{1,4}S))$",
            "email",
                    "^[A-Za-z0-9][A-Za-z0-9_+-]{0,20}(?:\\.[A-Za-z0-9_+-]{1,20}){0,3}@" + DOMAIN + "(?:\\." + DOMAIN
                            + "){0,2}\\.[a-z]{2,8}$",
            "hostname", "^" + HOST + "$",
            "ipv4", "^" + BYTE + "\\." + BYTE + "\\." + BYTE + "\\." + BYTE + "$",
            "ipv6",
                    "^(?:(?:" + H4 + ":){7}" + H4 + "|::(?:" + H4 + ":){0,5}" + H4 + "|(?:" + H4 + ":){1,3}:(?:" + H4
                            + ":){0,2}" + H4 + ")$",
            "uuid", "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$",
            "uri",
                    "^https?://" + HOST + "\\.[a-z]{2,8}(?::[1-9]\\d{1,3})?(?:/[A-Za-z0-9_.~-]{0,40}){0,6}"
                            + "(?:\\?[A-Za-z0-9_=&-]{0,60})?(?:#[A-Za-z0-9_-]{0,40})?$");

    /** Known to the standard, so that output which disregarded them would not validate. */
    private static final Set<String> REFUSED = Set.of(
            "idn-email",
            "idn-hostname",
            "iri",
            "iri-reference",
            "uri-reference",
            "uri-template",
            "json-pointer",
            "relative-json-pointer",
            "regex");

    private Strings() {}

    /** A name for the string with its quotes, if the encoding has any. */
    static String compile(JsonNode schema, String pointer, Encoding encoding, Gbnf rules) {
        String quote = encoding.quote();
        String inner = inner(schema, pointer, encoding, rules);
        return rules.rule(quote + " " + inner + " " + quote);
    }

    private static String inner(JsonNode schema, String pointer, Encoding encoding, Gbnf rules) {
        int least = length(schema, pointer, "minLength", 0);
        int most = length(schema, pointer, "maxLength", Math.max(USUAL_MOST, Math.min(MOST, least * 2)));
        if (least > most || least > MOST) {
            throw new UnsupportedSchema(
                    pointer + "/minLength",
                    "'minLength' is " + least + "; it may neither exceed 'maxLength' nor " + MOST);
        }
        String format = schema.path("format").asString("");
        String pattern = pattern(schema, pointer, format);
        if (pattern == null) {
            return ofLength(character(encoding, rules), least, Math.min(most, MOST), rules);
        }
        String keyword = schema.has("pattern") ? "/pattern" : "/format";
        Patterns.Part part = Patterns.parse(pattern, pointer + keyword, encoding, rules);
        if (part.least() < least || schema.has("maxLength") && part.most() > most) {
            throw new UnsupportedSchema(
                    pointer + keyword,
                    "'" + keyword.substring(1) + "' together with 'minLength' or 'maxLength' that it does"
                            + " not keep by itself is not supported");
        }
        return part.expression();
    }

    private static @Nullable String pattern(JsonNode schema, String pointer, String format) {
        if (REFUSED.contains(format)) {
            throw new UnsupportedSchema(pointer + "/format", "the format '" + format + "' is not supported");
        }
        String known = FORMATS.get(format);
        JsonNode own = schema.path("pattern");
        if (own.isMissingNode()) {
            return known;
        }
        if (known != null) {
            throw new UnsupportedSchema(pointer + "/pattern", "'pattern' together with 'format' is not supported");
        }
        return own.asString("");
    }

    private static int length(JsonNode schema, String pointer, String keyword, int preset) {
        return Counts.of(schema, pointer, keyword, preset);
    }

    /** Any character: as it is, or behind a backslash. */
    private static String character(Encoding encoding, Gbnf rules) {
        String printable = encoding.oneOf(CodePoints.PRINTABLE, rules);
        return encoding == Encoding.RAW
                ? printable
                : rules.rule(printable + " | \"\\\\\" [/bfnrt] | \"\\\\u00\" [01] [0-9a-f]");
    }

    /** In blocks, since llama.cpp makes a rule of each repetition and limits their number. */
    private static String ofLength(String character, int least, int most, Gbnf rules) {
        if (most <= BLOCK) {
            return rules.rule(most == 0 ? "\"\"" : Gbnf.times(character, least, most));
        }
        String block = rules.rule(character + "{" + BLOCK + "}");
        String anyRest = rules.rule(character + "{0," + (BLOCK - 1) + "}");
        int needed = least / BLOCK;
        String start = (needed == 0 ? "" : block + "{" + needed + "} ")
                + (least % BLOCK == 0 ? "" : character + "{" + least % BLOCK + "} ");
        int optional = most - least;
        int blocks = optional / BLOCK;
        String last = optional % BLOCK == 0 ? "" : " " + character + "{0," + optional % BLOCK + "}";
        if (blocks == 0) {
            return rules.rule(start + last);
        }
        String shorter = blocks == 1 ? anyRest : block + "{0," + (blocks - 1) + "} " + anyRest;
        return rules.rule(start + "(" + shorter + " | " + block + "{" + blocks + "}" + last + ")");
    }
}
