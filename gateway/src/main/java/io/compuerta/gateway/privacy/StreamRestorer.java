package io.compuerta.gateway.privacy;

import org.jspecify.annotations.Nullable;

/**
 * Puts the originals back into an answer while it arrives. Text passes at once; only what may be the beginning of a
 * placeholder waits for the next chunk, so at most one placeholder is ever held back. A placeholder that the vault does
 * not know passes through. Wherever the answer is cut into chunks, the pieces add up to what {@link Restorer} gives for
 * the whole.
 *
 * <p>A chunk without anything of a placeholder is returned as the same object, without allocation. One instance serves
 * one text (one message, the arguments of one tool call) on one thread at a time.
 */
public final class StreamRestorer {

    private final PlaceholderMatcher matcher;
    private final boolean json;
    private String held = "";
    private boolean afterWord;

    /**
     * @param vault  of the call that is answered
     * @param syntax {@link Syntax#JSON} for the arguments of a tool call: originals are escaped
     */
    public StreamRestorer(Vault vault, Syntax syntax) {
        this.matcher = vault.matcher(syntax);
        this.json = syntax == Syntax.JSON;
    }

    /** Takes the next part of the answer, cut anywhere, and returns what can be passed on; may be empty. */
    public String accept(String chunk) {
        return restore(held.isEmpty() ? chunk : held.concat(chunk), false);
    }

    /** Ends the answer and returns what was held back; may be empty. */
    public String finish() {
        return restore(held, true);
    }

    /** How many characters wait for the next chunk. */
    int heldBack() {
        return held.length();
    }

    private String restore(String text, boolean last) {
        int length = text.length();
        @Nullable StringBuilder out = null;
        int from = 0;
        int i = 0;
        while (i < length) {
            char c = text.charAt(i);
            if (!matcher.mayStart(c)) {
                if (i + 1 == length && !last && Character.isHighSurrogate(c)) {
                    break; // its other half comes with the next chunk, and neither can be encoded alone
                }
                afterWord = FoldedText.isWord(c);
                i++;
                continue;
            }
            PlaceholderMatcher.Result result = matcher.at(text, i, afterWord, last);
            if (result == PlaceholderMatcher.Result.PARTIAL) {
                break;
            }
            Vault.Entry entry = result == PlaceholderMatcher.Result.MATCH ? matcher.found() : null;
            if (entry != null) {
                if (out == null) {
                    out = new StringBuilder(length + 64);
                }
                out.append(text, from, i);
                write(entry, out);
                i = from = matcher.end();
                afterWord = false;
                continue;
            }
            int unit = matcher.unit(text, i);
            afterWord = FoldedText.isWord((char) unit);
            i += Math.max(1, unit >>> 16);
        }
        held = i == length ? "" : text.substring(i);
        if (out != null) {
            return out.append(text, from, i).toString();
        }
        return i == length ? text : text.substring(0, i);
    }

    private void write(Vault.Entry entry, StringBuilder out) {
        if (json) {
            JsonEscapes.append(out, entry.original());
        } else {
            out.append(entry.original());
        }
    }
}
