package io.compuerta.policy.signal.firewall;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Takes the disguises off a text before it is scored: invisible characters, look-alike letters, letters set apart,
 * encoded pieces, leetspeak, shifted alphabets, reversed writing. Plain ASCII prose passes with a few scans and no copy.
 * Every step is linear in the text, decoding goes {@value #LAYERS} layers deep, and nothing is guessed that could not
 * be read. Stateless apart from its tables, hence thread-safe.
 */
final class TextNormalizer {

    /** A text encoded more often than this is not read by a model either. */
    private static final int LAYERS = 3;

    private final LeetSpeak leet;
    private final Ciphers ciphers;

    TextNormalizer(Lexicon lexicon) {
        this.leet = new LeetSpeak(lexicon);
        this.ciphers = new Ciphers();
    }

    NormalizedText normalize(String text) {
        Set<Trick> tricks = EnumSet.noneOf(Trick.class);
        String plain = Unmasking.unmask(text, tricks);
        plain = SpacedLetters.join(plain, tricks);
        for (int layer = 0; layer < LAYERS; layer++) {
            String decoded = EncodedPieces.decode(plain, tricks);
            if (decoded.equals(plain)) {
                break;
            }
            plain = Unmasking.unmask(decoded, tricks);
        }
        List<String> views = new ArrayList<>(2);
        views.add(plain);
        leet.read(plain, tricks).ifPresent(views::add);
        views.addAll(ciphers.read(plain, tricks));
        return new NormalizedText(views, tricks);
    }
}
