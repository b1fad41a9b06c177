package io.compuerta.gateway.pipeline;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The text of an attached document: a {@code file} content part whose {@code file_data} is a base64 data address of a
 * textual media type. What is no such thing, binary files above all, has no text here and is left as it is. Bounded by the
 * request's own size. Immutable.
 */
final class AttachedText {

    private static final Pattern DATA = Pattern.compile("data:([^,;\\s]{0,100})((?:;[^,;]{1,100}){0,8})\\z");
    private static final Pattern CHARSET =
            Pattern.compile(";\\s*charset\\s*=\\s*\"?([\\w.:+-]{1,40})\"?", Pattern.CASE_INSENSITIVE);
    private static final Pattern NO_DIGIT = Pattern.compile("[^A-Za-z0-9+/]");
    private static final Pattern NO_BASE64 = Pattern.compile("[^A-Za-z0-9+/=\\s]");
    private static final int LONGEST_HEAD = 1_000;

    private static final Set<String> TEXTUAL = Set.of(
            "application/json",
            "application/ld+json",
            "application/x-ndjson",
            "application/jsonl",
            "application/xml",
            "application/csv",
            "application/markdown",
            "application/yaml",
            "application/x-yaml",
            "application/toml",
            "application/javascript",
            "application/x-javascript",
            "application/sql",
            "application/rtf",
            "application/xhtml+xml",
            "application/x-sh",
            "application/x-tex");

    private static final Set<String> TEXTUAL_ENDINGS = Set.of(
            "txt",
            "text",
            "md",
            "markdown",
            "csv",
            "tsv",
            "json",
            "jsonl",
            "ndjson",
            "xml",
            "html",
            "htm",
            "yaml",
            "yml",
            "log",
            "ini",
            "conf",
            "toml",
            "sql",
            "rtf",
            "tex",
            "eml",
            "ics",
            "vcf",
            "py",
            "js",
            "ts",
            "java",
            "sh");

    private final String type;
    private final String parameters;
    private final Charset charset;
    private final boolean marked;
    private final boolean json;
    private final boolean clean;
    private final String text;

    private AttachedText(Head head, Charset charset, boolean marked, boolean clean, String text) {
        this.type = head.type();
        this.parameters = head.parameters();
        this.json = head.json();
        this.charset = charset;
        this.marked = marked;
        this.clean = clean;
        this.text = text;
    }

    /** What stands before the data. */
    private record Head(String type, String parameters, boolean json) {}

    /** @param file the {@code file} object of a content part; empty when it holds no text that can be read */
    static Optional<AttachedText> of(JsonNode file) {
        String data = file.path("file_data").asString("");
        int comma = data.substring(0, Math.min(data.length(), LONGEST_HEAD)).indexOf(',');
        String name = file.path("filename").asString("").toLowerCase(Locale.ROOT);
        String ending = name.substring(name.lastIndexOf('.') + 1);
        boolean nameTellsText = TEXTUAL_ENDINGS.contains(ending);
        boolean nameTellsJson = ending.endsWith("json") || ending.equals("jsonl");
        if (!data.regionMatches(true, 0, "data:", 0, 5)) {
            // Bare base64, which some providers take: only its name tells what it is.
            return nameTellsText ? decode(new Head("", "", nameTellsJson), data) : Optional.empty();
        }
        if (comma < 0) {
            return Optional.empty();
        }
        Matcher head = DATA.matcher(data.substring(0, comma));
        if (!head.matches() || !head.group(2).toLowerCase(Locale.ROOT).endsWith(";base64")) {
            return Optional.empty();
        }
        String type = head.group(1);
        String plain = type.toLowerCase(Locale.ROOT);
        boolean vague = plain.isEmpty() || plain.equals("application/octet-stream");
        if (isTextual(plain) || vague && nameTellsText) {
            String parameters = head.group(2).substring(0, head.group(2).length() - ";base64".length());
            boolean json = plain.endsWith("json") || plain.endsWith("jsonl") || vague && nameTellsJson;
            return decode(new Head(type, parameters, json), data.substring(comma + 1));
        }
        return Optional.empty();
    }

    private static boolean isTextual(String type) {
        return type.startsWith("text/") || TEXTUAL.contains(type) || type.endsWith("+json") || type.endsWith("+xml");
    }

    private static Optional<AttachedText> decode(Head head, String base64) {
        String digits = base64.replace('-', '+').replace('_', '/');
        boolean clean = !NO_BASE64.matcher(digits).find();
        byte[] bytes = bytes(digits);
        Charset declared = declared(head.parameters());
        for (Charset charset : new Charset[] {byMark(bytes, declared), StandardCharsets.UTF_8}) {
            try {
                CharBuffer read = charset.newDecoder().decode(ByteBuffer.wrap(bytes));
                boolean marked = !read.isEmpty() && read.charAt(0) == '\uFEFF';
                return Optional.of(new AttachedText(
                        head, charset, marked, clean, read.toString().substring(marked ? 1 : 0)));
            } catch (CharacterCodingException e) {
                // Tried otherwise below.
            }
        }
        // Every byte is a character of Latin-1, so nothing is lost whatever it really is.
        return Optional.of(new AttachedText(
                head, StandardCharsets.ISO_8859_1, false, clean, new String(bytes, StandardCharsets.ISO_8859_1)));
    }

    /** As lenient as the most lenient provider: line breaks do not matter, nor which alphabet is used, nor a wrong end. */
    private static byte[] bytes(String base64) {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            String digits = NO_DIGIT.matcher(base64).replaceAll("");
            return Base64.getDecoder()
                    .decode(digits.substring(0, digits.length() - (digits.length() % 4 == 1 ? 1 : 0)));
        }
    }

    /** UTF-16 shows itself by its first two bytes, whatever is declared. */
    private static Charset byMark(byte[] bytes, Charset declared) {
        if (bytes.length >= 2 && bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF) {
            return StandardCharsets.UTF_16BE;
        }
        if (bytes.length >= 2 && bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE) {
            return StandardCharsets.UTF_16LE;
        }
        return declared;
    }

    private static Charset declared(String parameters) {
        Matcher named = CHARSET.matcher(parameters);
        try {
            return named.find()
                            && Charset.isSupported(named.group(1))
                            && Charset.forName(named.group(1)).canEncode()
                    ? Charset.forName(named.group(1))
                    : StandardCharsets.UTF_8;
        } catch (IllegalArgumentException e) {
            return StandardCharsets.UTF_8;
        }
    }

    String text() {
        return text;
    }

    /** Whether the data holds nothing that base64 does not; else a reader may take it for the text itself. */
    boolean isCleanBase64() {
        return clean;
    }

    /** Whether the document is JSON source, in which values are escaped. */
    boolean isJson() {
        return json;
    }

    /** The same document with another text, as {@code file_data} holds it. */
    String dataWith(String other) {
        boolean fits = charset.newEncoder().canEncode(other);
        Charset used = fits ? charset : StandardCharsets.UTF_8;
        byte[] bytes = ((marked && fits ? "\uFEFF" : "") + other).getBytes(used);
        String base64 = Base64.getEncoder().encodeToString(bytes);
        if (type.isEmpty() && parameters.isEmpty()) {
            return base64;
        }
        String about = fits ? parameters : CHARSET.matcher(parameters).replaceAll("") + ";charset=utf-8";
        return "data:" + type + about + ";base64," + base64;
    }

    /** The size only: the text belongs to the user. */
    @Override
    public String toString() {
        return "AttachedText[" + text.length() + " chars]";
    }
}
