package io.compuerta.policy.signal.pii;

import java.util.List;

/** Latin America: Mexico, Argentina, Chile, Colombia, Peru and Brazil. */
final class LatamIds {
    private LatamIds() {}

    static PiiDetector create() {
        return new IdRules(
                "latam-ids",
                List.of(
                        IdRule.of(PiiType.MX_CURP, "AAAA999999AAAAAAX9", LatamIds::isCurp, 1, 1, Cue.CURP),
                        IdRule.of(PiiType.MX_CURP, "AAAA999999AAAAAAX9", LatamIds::looksLikeCurp, .9, .95, Cue.CURP),
                        IdRule.of(PiiType.MX_RFC, "AAAA~999999~XXX", v -> Checksums.isMonthDay(v, 6), .9, .98, Cue.RFC),
                        IdRule.of(PiiType.MX_RFC, "AAA~999999~XXX", v -> Checksums.isMonthDay(v, 5), .5, .97, Cue.RFC),
                        IdRule.of(PiiType.AR_CUIT, "99-99999999-9", Checksums::cuit, .98, 1, Cue.CUIT)
                                .orInvalid(.8),
                        IdRule.of(PiiType.AR_CUIT, "99~99~999~999~9", Checksums::cuit, .6, .99, Cue.CUIT)
                                .orInvalid(.8),
                        IdRule.of(
                                PiiType.AR_DNI, "99.999.999", LatamIds::anything, 0, .85, Cue.NATIONAL_ID, Cue.CEDULA),
                        IdRule.of(PiiType.AR_DNI, "9.999.999", LatamIds::anything, 0, .84, Cue.NATIONAL_ID),
                        IdRule.of(PiiType.AR_DNI, "99999999", LatamIds::anything, 0, .84, Cue.NATIONAL_ID),
                        IdRule.of(PiiType.AR_DNI, "9999999", LatamIds::anything, 0, .8, Cue.NATIONAL_ID),
                        IdRule.of(PiiType.PE_DNI, "99999999", LatamIds::anything, 0, .86, Cue.PERU),
                        IdRule.of(PiiType.CL_RUT, "99.999.999-X", Checksums::rut, .99, 1, Cue.RUT)
                                .orInvalid(.8),
                        IdRule.of(PiiType.CL_RUT, "9.999.999-X", Checksums::rut, .99, 1, Cue.RUT)
                                .orInvalid(.8),
                        IdRule.of(PiiType.CL_RUT, "99999999-X", LatamIds::isRut, .6, .99, Cue.RUT),
                        IdRule.of(PiiType.CL_RUT, "9999999-X", LatamIds::isRut, .5, .98, Cue.RUT),
                        IdRule.of(PiiType.CL_RUT, "99999999X", LatamIds::isRut, 0, .98, Cue.RUT),
                        IdRule.of(PiiType.CL_RUT, "9999999X", LatamIds::isRut, 0, .97, Cue.RUT),
                        IdRule.of(PiiType.CO_NIT, "999~999~999~9", Checksums::nit, .3, .97, Cue.NIT)
                                .orInvalid(.8),
                        IdRule.of(PiiType.CO_NIT, "999~999~999", LatamIds::anything, 0, .75, Cue.NIT),
                        IdRule.of(PiiType.CO_CC, "9~999~999~999", LatamIds::anything, 0, .9, Cue.CEDULA),
                        IdRule.of(PiiType.CO_CC, "999~999~999", LatamIds::anything, 0, .9, Cue.CEDULA),
                        IdRule.of(PiiType.CO_CC, "99~999~999", LatamIds::anything, 0, .9, Cue.CEDULA),
                        IdRule.of(PiiType.CO_CC, "9~999~999", LatamIds::anything, 0, .88, Cue.CEDULA),
                        IdRule.of(PiiType.PE_RUC, "99999999999", Checksums::ruc, .4, .99, Cue.RUC)
                                .orInvalid(.8),
                        IdRule.of(PiiType.BR_CPF, "999.999.999-99", Checksums::cpf, 1, 1, Cue.CPF),
                        IdRule.of(PiiType.BR_CPF, "999~999~999~99", Checksums::cpf, .4, .99, Cue.CPF)
                                .orInvalid(.8),
                        IdRule.of(PiiType.BR_CNPJ, "99.999.999/9999-99", Checksums::cnpj, 1, 1, Cue.CNPJ),
                        IdRule.of(PiiType.BR_CNPJ, "99~999~999~9999~99", Checksums::cnpj, .6, .99, Cue.CNPJ)
                                .orInvalid(.8)));
    }

    private static boolean anything(String value) {
        return !Checksums.isUniform(value);
    }

    private static boolean isRut(String value) {
        char last = value.charAt(value.length() - 1);
        return (Folding.isDigit(last) || last == 'K') && Checksums.rut(value);
    }

    private static boolean isCurp(String value) {
        return looksLikeCurp(value) && Checksums.curp(value);
    }

    private static boolean looksLikeCurp(String value) {
        return Checksums.isMonthDay(value, 6) && "HMX".indexOf(value.charAt(10)) >= 0;
    }
}
