package io.compuerta.policy.signal.pii;

import java.util.List;

/** Portugal, Italy, France, Germany and the United Kingdom. */
final class EuropeanIds {
    private EuropeanIds() {}

    static PiiDetector create() {
        return new IdRules(
                "european-ids",
                List.of(
                        IdRule.of(
                                PiiType.PT_NIF,
                                "999~999~999",
                                Checksums::portugueseNif,
                                0,
                                .97,
                                Cue.CONTRIBUINTE,
                                Cue.NATIONAL_ID),
                        IdRule.of(
                                        PiiType.IT_CF,
                                        "AAA~AAA~99A99~A999A",
                                        Checksums::codiceFiscale,
                                        1,
                                        1,
                                        Cue.CODICE_FISCALE)
                                .orInvalid(.9),
                        IdRule.of(PiiType.FR_NIR, "9~99~99~9X~999~999~99", Checksums::nir, .9, 1, Cue.SSN, Cue.NINO)
                                .orInvalid(.7),
                        IdRule.of(PiiType.DE_TAXID, "99~999~999~999", Checksums::steuerId, .35, .98, Cue.STEUER)
                                .orInvalid(.7),
                        IdRule.of(PiiType.UK_NINO, "AA~99~99~99~A", EuropeanIds::isNino, .93, .99, Cue.NINO)
                                .orInvalid(.7)));
    }

    private static boolean isNino(String value) {
        String prefix = value.substring(0, 2);
        boolean barred = switch (prefix) {
            case "BG", "GB", "KN", "NK", "NT", "TN", "ZZ" -> true;
            default -> "DFIQUV".indexOf(prefix.charAt(0)) >= 0 || "DFIOQUV".indexOf(prefix.charAt(1)) >= 0;
        };
        return !barred && "ABCD".indexOf(value.charAt(8)) >= 0;
    }
}
