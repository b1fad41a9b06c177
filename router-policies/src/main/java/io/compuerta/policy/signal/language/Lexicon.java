package io.compuerta.policy.signal.language;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.ToLongFunction;

/**
 * Reads the phrase lists that ship inside the jar. The format: {@code [category]} opens a list, phrases follow parted by
 * {@code |}, a line that begins with {@code #} is a comment. Lines may be of any length and a list may be opened twice.
 */
public final class Lexicon {

    private Lexicon() {}

    /**
     * Reads a list into an index.
     *
     * @param owner    the class beside which the resource lies
     * @param resource its name
     * @param category from a category's name to its mask; throws for a name it does not know
     */
    public static PhraseIndex read(Class<?> owner, String resource, ToLongFunction<String> category) {
        PhraseIndex.Builder index = PhraseIndex.builder();
        try (InputStream stream = owner.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("the jar lacks the phrase list " + resource);
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
            long mask = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                line = line.strip();
                if (line.startsWith("[") && line.endsWith("]")) {
                    mask = category.applyAsLong(line.substring(1, line.length() - 1));
                } else if (!line.isEmpty() && !line.startsWith("#")) {
                    addAll(line, mask, index);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the phrase list " + resource, e);
        }
        return index.build();
    }

    private static void addAll(String line, long mask, PhraseIndex.Builder index) {
        for (String phrase : line.split("\\|")) {
            if (!phrase.isBlank()) {
                index.add(phrase.strip(), mask);
            }
        }
    }
}
