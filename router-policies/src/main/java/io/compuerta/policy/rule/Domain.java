package io.compuerta.policy.rule;

import io.compuerta.policy.yaml.Nearest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What values a variable can have, as far as that can be said when a policy is loaded. */
sealed interface Domain {

    /** Anything of its type. */
    record Any() implements Domain {}

    /** One of these words, for a text variable; made of these words, for a list. */
    record Words(String kind, List<String> words) implements Domain {

        Optional<String> objection(String written) {
            return words.contains(written) ? Optional.empty() : Optional.of(Nearest.unknown(kind, written, words));
        }
    }

    /** A two-letter language code. All 180 of them are too many to list in a message. */
    record LanguageCode() implements Domain {

        private static final Set<String> CODES = Set.of(Locale.getISOLanguages());

        Optional<String> objection(String written) {
            return CODES.contains(written) || written.equals("und")
                    ? Optional.empty()
                    : Optional.of("unknown language '" + written
                            + "'. Allowed: two-letter ISO 639-1 codes such as es or en, and und (too short to tell)");
        }
    }

    /**
     * A number between two bounds.
     *
     * @param bearable the highest number worth comparing with; above {@code most} only where people write so naturally
     */
    record Range(double least, double most, double bearable) implements Domain {

        Optional<String> objection(String variable, double written) {
            return written >= least && written <= bearable
                    ? Optional.empty()
                    : Optional.of("'" + variable + "' lies between " + plain(least) + " and " + plain(most)
                            + "; comparing it with " + plain(written) + " always gives the same answer");
        }

        private static String plain(double number) {
            return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
        }
    }
}
