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
                        plate("U~9999~UU"),
                        plate("UU~9999~UU"),
                        plate("U~9999~U"),
                        plate("UU~99~UUU"),
                        plate("UU99~UUU"),
                        plate("UU~999~UU"),
                        plate("UUU~999"),
                        plate("UUU~9999"),
                        plate("UUU~99~99"),
                        plate("UUU~999~U"),
                        plate("UUU9U99"),
                        plate("UU~99~99"),
                        plate("99~UU~99"),
                        plate("9UUU999")));
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
