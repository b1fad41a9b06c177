package io.compuerta.policy.signal.pii;

/** Streets written as one word with their kind at its end, as German, Dutch and the Nordic languages do: "Lindenallee 23". */
final class CompoundStreets {
    private static final int SHORTEST = 7;
    private static final String[] ENDINGS = {
        "strasse",
        "straße",
        "allee",
        "platz",
        "gasse",
        "damm",
        "ufer",
        "straat",
        "laan",
        "plein",
        "gracht",
        "kade",
        "sgade",
        "vagen",
        "gatan",
        "gaten",
        "veien",
        "vej",
        "katu",
        "steenweg",
        "dreef",
        "weg"
    };

    private CompoundStreets() {}

    /** Whether the token is such a word with a house number behind. */
    static boolean isOne(ScannedText text, int token) {
        if (!text.isNumber(token + 1)
                || text.length(token + 1) > 4
                || !text.isCapitalized(token)
                || text.length(token) < SHORTEST
                || text.startsLine(token + 1)) {
            return false;
        }
        for (String ending : ENDINGS) {
            if (endsWith(text, text.end(token), ending)) {
                return true;
            }
        }
        return false;
    }

    private static boolean endsWith(ScannedText text, int end, String ending) {
        for (int i = 1; i <= ending.length(); i++) {
            if (Folding.fold(text.charAt(end - i)) != Folding.fold(ending.charAt(ending.length() - i))) {
                return false;
            }
        }
        return true;
    }
}
