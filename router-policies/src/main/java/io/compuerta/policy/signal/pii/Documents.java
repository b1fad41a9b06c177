package io.compuerta.policy.signal.pii;

import java.util.ArrayList;
import java.util.List;

/** Passports and driving licences: no checksum in print, so only after a word that announces them. */
final class Documents {
    private Documents() {}

    static PiiDetector create() {
        List<IdRule> rules = new ArrayList<>();
        for (String mask : List.of(
                "AAA999999",
                "AA999999",
                "AA9999999",
                "A99999999",
                "A9999999",
                "A999999",
                "9999999",
                "999999999",
                "99999999",
                "99AA99999",
                "XX9999999X",
                "AA99999999")) {
            rules.add(IdRule.of(PiiType.PASSPORT, mask, v -> true, 0, .9, Cue.PASSPORT));
        }
        for (String mask : List.of(
                "9999999",
                "99999999",
                "999999999",
                "999999",
                "9999999999",
                "99999999A",
                "A9999999",
                "A999~9999~9999",
                "A99999999999",
                "A999~999~99~999~9",
                "AAAAA999999XXXXX",
                "AAAAA~999999~AX9AA",
                "AAAAA~999999~AX",
                "A99999999",
                "AA999999",
                "AA999999A",
                "AA~99~99999",
                "9999~999~999",
                "AAA~99~9999",
                "A999~9999~9999~99")) {
            rules.add(IdRule.of(PiiType.DRIVER_LICENSE, mask, v -> true, 0, .82, Cue.DRIVER));
        }
        return new IdRules("documents", rules);
    }
}
