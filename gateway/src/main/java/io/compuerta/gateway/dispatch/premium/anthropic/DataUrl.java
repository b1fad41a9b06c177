package io.compuerta.gateway.dispatch.premium.anthropic;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** A file inside an address: {@code data:image/png;base64,...} (RFC 2397). */
record DataUrl(String mediaType, String base64) {

    private static final String MARK = ";base64,";

    /** Empty when it is an address of another kind. */
    static Optional<DataUrl> parse(String url) {
        int mark = url.indexOf(MARK);
        if (!url.regionMatches(true, 0, "data:", 0, 5) || mark < 0) {
            return Optional.empty();
        }
        String type = url.substring(5, mark).toLowerCase(Locale.ROOT);
        int parameters = type.indexOf(';');
        return Optional.of(new DataUrl(
                parameters < 0 ? type : type.substring(0, parameters), url.substring(mark + MARK.length())));
    }

    boolean isText() {
        return mediaType.startsWith("text/") || mediaType.equals("application/json");
    }

    /** What is not base64 stays as it is written. */
    String text() {
        try {
            return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return base64;
        }
    }

    void write(ObjectNode source) {
        source.put("type", "base64").put("media_type", mediaType).put("data", base64);
    }

    /** Leaves out the content. */
    @Override
    public String toString() {
        return "DataUrl[" + mediaType + "]";
    }
}
