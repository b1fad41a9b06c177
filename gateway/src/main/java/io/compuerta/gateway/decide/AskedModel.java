package io.compuerta.gateway.decide;

import io.compuerta.policy.decide.ModelId;
import java.util.function.Predicate;

/** The model id that a caller writes: {@code auto}, {@code local} or {@code provider/model}. */
final class AskedModel {

    static final String AUTO = "auto";
    static final String LOCAL = "local";

    private static final int LONGEST_SHOWN = 100;

    private AskedModel() {}

    static boolean isKnown(String asked, Predicate<ModelId> configured) {
        if (asked.equals(AUTO) || asked.equals(LOCAL)) {
            return true;
        }
        return ModelId.find(asked).filter(configured).isPresent();
    }

    /** {@code local/anything} is the local engine. */
    static String canonical(String asked) {
        return asked.startsWith(ModelId.LOCAL_PROVIDER + "/") ? LOCAL : asked;
    }

    /** The id as an error message may repeat it: printable and short. */
    static String shown(String asked) {
        String clean = asked.replaceAll("[^\\x21-\\x7e]", "?");
        return clean.length() > LONGEST_SHOWN ? clean.substring(0, LONGEST_SHOWN) + "..." : clean;
    }
}
