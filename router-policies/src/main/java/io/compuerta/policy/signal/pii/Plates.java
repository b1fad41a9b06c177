package io.compuerta.policy.signal.pii;

import java.util.List;

/** Number plates of Spain, the United Kingdom, Argentina and others; only beside a vehicle, for they look like codes. */
final class Plates {
    private static final String MODERN_SPANISH = "BCDFGHJKLMNPRSTVWXYZ";

    private Plates() {}

    static PiiDetector create() {
        return new IdRules(
                "plates",
                List.of(
                        IdRule.of(PiiType.LICENSE_PLATE, "9999~AAA", Plates::isSpanish, .55, .95, Cue.PLATE),
                        plate("A~9999~AA"),
                        plate("AA~9999~AA"),
                        plate("A~9999~A"),
                        plate("AA~99~AAA"),
                        plate("AA99~AAA"),
                        plate("AA~999~AA"),
                        plate("AAA~999"),
                        plate("AAA~9999"),
                        plate("AAA~99~99"),
                        plate("AAA~999~A"),
                        plate("AAA9A99"),
                        plate("AA~99~99"),
                        plate("99~AA~99"),
                        plate("9AAA999")));
    }

    private static IdRule plate(String mask) {
        return IdRule.of(PiiType.LICENSE_PLATE, mask, v -> true, 0, .8, Cue.PLATE);
    }

    private static boolean isSpanish(String value) {
        for (int i = 4; i < 7; i++) {
            if (MODERN_SPANISH.indexOf(value.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }
}
