package io.compuerta.policy.signal.pii;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The check digits that a recogniser of one's own may ask for. Where a checksum is over digits alone, letters and
 * separators of the value are left out: the digits of {@code EMP-79927398713} have a Luhn sum.
 */
public enum Checksum {
    LUHN("[0-9]{2,}", Checksums::luhn),
    IBAN("[A-Z]{2}[0-9]{2}[A-Z0-9]{4,30}", Checksums::iban),
    DNI("[0-9]{7,8}[A-Z]", Checksums::dni),
    NIE("[XYZ][0-9]{7}[A-Z]", Checksums::nie),
    CIF("[A-Z][0-9]{7}[0-9A-J]", Checksums::cif),
    NUSS("[0-9]{12}", Checksums::nuss),
    CCC("[0-9]{20}", Checksums::ccc),
    CLABE("[0-9]{18}", Checksums::clabe),
    CBU("[0-9]{22}", Checksums::cbu),
    RUT("[0-9]{7,8}[0-9K]", Checksums::rut),
    CUIT("[0-9]{11}", Checksums::cuit),
    RUC("[0-9]{11}", Checksums::ruc),
    NIT("[0-9]{10}", Checksums::nit),
    CPF("[0-9]{11}", Checksums::cpf),
    CNPJ("[0-9]{14}", Checksums::cnpj),
    PT_NIF("[0-9]{9}", Checksums::portugueseNif),
    CODICE_FISCALE("[A-Z]{6}[0-9]{2}[A-Z][0-9]{2}[A-Z][0-9]{3}[A-Z]", Checksums::codiceFiscale),
    NIR("[12][0-9]{5}[0-9AB][0-9]{8}", Checksums::nir),
    STEUER_ID("[0-9]{11}", Checksums::steuerId),
    CURP("[A-Z]{4}[0-9]{6}[A-Z]{6}[A-Z0-9][0-9]", Checksums::curp);

    private final Pattern shape;
    private final boolean digitsAlone;
    private final Predicate<String> check;

    /** @param shape what the check can be worked out for: classes and counts only, so that matching is linear */
    Checksum(String shape, Predicate<String> check) {
        this.shape = Pattern.compile(shape);
        this.digitsAlone = shape.chars().noneMatch(Character::isLetter);
        this.check = check;
    }

    /** As it is written in files: {@code steuer-id}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All words, in the order of the constants. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Checksum::word).toList();
    }

    public static Optional<Checksum> find(String word) {
        return Arrays.stream(values())
                .filter(checksum -> checksum.word().equals(word))
                .findFirst();
    }

    /** Whether a stretch of text has the right check characters; any other shape has none. */
    boolean holds(String text, int start, int end) {
        String value = Folding.compact(text, start, end);
        if (digitsAlone) {
            value = digits(value);
        }
        return shape.matcher(value).matches() && check.test(value);
    }

    private static String digits(String value) {
        StringBuilder kept = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            if (Folding.isDigit(value.charAt(i))) {
                kept.append(value.charAt(i));
            }
        }
        return kept.toString();
    }
}
