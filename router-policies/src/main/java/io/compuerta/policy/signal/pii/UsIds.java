package io.compuerta.policy.signal.pii;

import java.util.List;

/** United States: the social security number, and the taxpayer number of the same shape. */
final class UsIds {
    private UsIds() {}

    static PiiDetector create() {
        return new IdRules(
                "us-ids",
                List.of(
                        IdRule.of(PiiType.US_SSN, "999-99-9999", UsIds::isAssignable, .9, .99, Cue.SSN)
                                .orInvalid(.8),
                        IdRule.of(PiiType.US_SSN, "999~99~9999", UsIds::isAssignable, 0, .92, Cue.SSN)
                                .orInvalid(.6)));
    }

    private static boolean isAssignable(String value) {
        return !value.startsWith("000")
                && !value.startsWith("666")
                && Checksums.number(value, 3, 5) != 0
                && Checksums.number(value, 5, 9) != 0;
    }
}
