package io.compuerta.policy.signal.pii;

/**
 * What a single word tells about its neighbourhood: that a phone follows, that this is an order number, that it is a
 * given name. Words carry a bit set of these, so that looking for context costs no string comparison.
 */
enum Cue {
    // labels of identifiers
    PHONE,
    NATIONAL_ID,
    NIE,
    CIF,
    NUSS,
    SSN,
    IBAN,
    ACCOUNT,
    CARD,
    PASSPORT,
    PLATE,
    CURP,
    RFC,
    CUIT,
    RUT,
    CEDULA,
    NIT,
    RUC,
    CPF,
    CNPJ,
    CONTRIBUINTE,
    CODICE_FISCALE,
    STEUER,
    NINO,
    DRIVER,
    LICENSE,
    BIRTH,
    IP,
    RECORD,
    HOLDER,
    USERNAME,
    SECRET,
    /** Orders, invoices, versions, errors: numbers beside these belong to nobody. */
    NEGATIVE,
    PERU,
    // parts of names and addresses
    GIVEN,
    SURNAME,
    TITLE,
    PARTICLE,
    INTRODUCTION,
    /** What follows is a name even in lower case: "me llamo", "my name is". */
    CALLED,
    STREET,
    STREET_SUFFIX,
    UNIT,
    RESIDENCE,
    PLACE,
    MONTH,
    ORGANIZATION,
    /** An everyday word: alone, even capitalised, it is no name. */
    COMMON,
    FAMOUS,
    /** An office, a trade, a kin: a person's name may follow. */
    ROLE,
    /** What people do, say above all: a person's name may stand beside it. */
    SPEECH,
    /** A law, a disease, a test: named after somebody whom nobody means. */
    EPONYM,
    /** A town, a province, a university: "de" and a place follow. */
    AREA;

    long bit() {
        return 1L << ordinal();
    }

    static long of(Cue... cues) {
        long bits = 0;
        for (Cue cue : cues) {
            bits |= cue.bit();
        }
        return bits;
    }
}
