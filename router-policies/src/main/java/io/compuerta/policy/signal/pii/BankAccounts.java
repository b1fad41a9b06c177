package io.compuerta.policy.signal.pii;

import java.util.List;

/** Account numbers before or beside IBAN: Spain's CCC, Mexico's CLABE, Argentina's CBU and CVU, others in context. */
final class BankAccounts {
    private BankAccounts() {}

    static PiiDetector create() {
        return new IdRules(
                "bank-accounts",
                List.of(
                        IdRule.of(PiiType.BANK_ACCOUNT, "9999~9999~99~9999999999", Checksums::ccc, .98, 1, Cue.ACCOUNT)
                                .orInvalid(.8),
                        IdRule.of(PiiType.BANK_ACCOUNT, "9999~9999~9999~9999~9999", Checksums::ccc, .98, 1, Cue.ACCOUNT)
                                .orInvalid(.8),
                        IdRule.of(PiiType.BANK_ACCOUNT, "999~999~99999999999~9", Checksums::clabe, .85, 1, Cue.ACCOUNT)
                                .orInvalid(.85),
                        IdRule.of(PiiType.BANK_ACCOUNT, "9999~9999~9999~9999~99", Checksums::clabe, .7, 1, Cue.ACCOUNT)
                                .orInvalid(.85),
                        IdRule.of(PiiType.BANK_ACCOUNT, "99999999~99999999999999", Checksums::cbu, .95, 1, Cue.ACCOUNT)
                                .orInvalid(.85),
                        number(10),
                        number(8),
                        number(9),
                        number(11),
                        number(12),
                        number(14),
                        number(16),
                        number(17)));
    }

    private static IdRule number(int digits) {
        return IdRule.of(PiiType.BANK_ACCOUNT, "9".repeat(digits), v -> !Checksums.isUniform(v), 0, .6, Cue.ACCOUNT);
    }
}
