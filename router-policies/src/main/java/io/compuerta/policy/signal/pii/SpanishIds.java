package io.compuerta.policy.signal.pii;

import java.util.List;

/** Spain: DNI, NIE, CIF and the social security number. */
final class SpanishIds {
    private SpanishIds() {}

    static PiiDetector create() {
        Cue[] person = {Cue.NATIONAL_ID, Cue.NIE, Cue.CIF, Cue.CONTRIBUINTE};
        Cue[] company = {Cue.CIF, Cue.NATIONAL_ID};
        return new IdRules(
                "spanish-ids",
                List.of(
                        IdRule.of(PiiType.ES_DNI, "99~999~999~A", Checksums::dni, .98, 1, person)
                                .orInvalid(.7),
                        IdRule.of(PiiType.ES_DNI, "9~999~999~A", Checksums::dni, .5, .95, person)
                                .orInvalid(.6),
                        IdRule.of(PiiType.ES_NIE, "A~9~999~999~A", Checksums::nie, 1, 1, person),
                        IdRule.of(PiiType.ES_NIE, "A~9~999~999~A", SpanishIds::looksLikeNie, 0, .7, person),
                        IdRule.of(PiiType.ES_CIF, "A~99~999~999", Checksums::cif, .95, 1, company),
                        IdRule.of(PiiType.ES_CIF, "A~99~99999~9", Checksums::cif, .95, 1, company),
                        IdRule.of(PiiType.ES_CIF, "A~99~999~99~A", Checksums::cif, .95, 1, company),
                        IdRule.of(PiiType.ES_CIF, "A~9999999~X", SpanishIds::looksLikeCif, 0, .7, Cue.CIF),
                        IdRule.of(PiiType.ES_NUSS, "99~99999999~99", Checksums::nuss, .5, .99, Cue.NUSS)
                                .orInvalid(.7),
                        IdRule.of(PiiType.ES_NUSS, "99~9999~9999~99", Checksums::nuss, .4, .99, Cue.NUSS)
                                .orInvalid(.7),
                        IdRule.of(PiiType.ES_NUSS, "99~99~999~999~99", Checksums::nuss, .4, .98, Cue.NUSS)
                                .orInvalid(.7)));
    }

    private static boolean looksLikeNie(String value) {
        return "XYZ".indexOf(value.charAt(0)) >= 0;
    }

    private static boolean looksLikeCif(String value) {
        return "ABCDEFGHJNPQRSUVW".indexOf(value.charAt(0)) >= 0;
    }
}
