package io.compuerta.policy.signal.pii;

/** The check characters of identifiers, each over a compacted upper-case value (letters and digits only). */
final class Checksums {
    private static final String DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";
    private static final String CIF_LETTERS = "JABCDEFGHI";

    private Checksums() {}

    static int digit(String value, int index) {
        return value.charAt(index) - '0';
    }

    static int number(String value, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + digit(value, i);
        }
        return number;
    }

    static int weighted(String value, int... weights) {
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * digit(value, i);
        }
        return sum;
    }

    static boolean isUniform(String value) {
        return value.chars().allMatch(c -> c == value.charAt(0));
    }

    /** ISO/IEC 7812-1 annex B. */
    static boolean luhn(String digits) {
        int sum = 0;
        boolean doubled = false;
        for (int i = digits.length() - 1; i >= 0; i--) {
            int d = digit(digits, i) * (doubled ? 2 : 1);
            sum += d > 9 ? d - 9 : d;
            doubled = !doubled;
        }
        return sum % 10 == 0;
    }

    /** ISO 7064 MOD 97-10 as IBAN uses it: country and check digits count last, letters as 10 to 35. */
    static boolean iban(String value) {
        int remainder = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt((i + 4) % value.length());
            int digit = Character.digit(c, 36);
            remainder = (remainder * (digit > 9 ? 100 : 10) + digit) % 97;
        }
        return remainder == 1;
    }

    /** Spain, DNI: number modulo 23 names the letter. */
    static boolean dni(String value) {
        int last = value.length() - 1;
        return DNI_LETTERS.charAt(number(value, 0, last) % 23) == value.charAt(last);
    }

    /** Spain, NIE: X, Y, Z stand for 0, 1, 2. */
    static boolean nie(String value) {
        int lead = "XYZ".indexOf(value.charAt(0));
        return lead >= 0 && dni(lead + value.substring(1));
    }

    /** Spain, CIF: a Luhn-like sum gives a digit or, for some kinds of body, a letter. */
    static boolean cif(String value) {
        if ("ABCDEFGHJNPQRSUVW".indexOf(value.charAt(0)) < 0) {
            return false;
        }
        int sum = 0;
        for (int i = 1; i <= 7; i++) {
            int d = digit(value, i) * (i % 2 == 1 ? 2 : 1);
            sum += d > 9 ? d - 9 : d;
        }
        int control = (10 - sum % 10) % 10;
        char last = value.charAt(8);
        return Folding.isDigit(last) ? last - '0' == control : last == CIF_LETTERS.charAt(control);
    }

    /** Spain, social security: province and number modulo 97; a number under ten million loses its leading zero. */
    static boolean nuss(String value) {
        long province = number(value, 0, 2);
        long serial = Long.parseLong(value.substring(2, 10));
        long whole = serial < 10_000_000L ? province * 10_000_000L + serial : province * 100_000_000L + serial;
        return province >= 1 && province <= 66 && whole % 97 == number(value, 10, 12);
    }

    /** Spain, CCC: one check digit for bank and branch, one for the account. */
    static boolean ccc(String value) {
        int bank = weighted(value, 4, 8, 5, 10, 9, 7, 3, 6);
        int account = 0;
        int[] weights = {1, 2, 4, 8, 5, 10, 9, 7, 3, 6};
        for (int i = 0; i < 10; i++) {
            account += weights[i] * digit(value, 10 + i);
        }
        return !isUniform(value) && cccDigit(bank) == digit(value, 8) && cccDigit(account) == digit(value, 9);
    }

    private static int cccDigit(int sum) {
        int control = 11 - sum % 11;
        return control == 11 ? 0 : control == 10 ? 1 : control;
    }

    /** Mexico, CLABE: weights 3, 7, 1, each product modulo 10. */
    static boolean clabe(String value) {
        int[] weights = {3, 7, 1};
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            sum += digit(value, i) * weights[i % 3] % 10;
        }
        return !isUniform(value) && (10 - sum % 10) % 10 == digit(value, 17);
    }

    /** Argentina, CBU: two blocks, each with its check digit. */
    static boolean cbu(String value) {
        return !isUniform(value) && cbuBlock(value, 0, 7) && cbuBlock(value, 8, 21);
    }

    private static boolean cbuBlock(String value, int from, int check) {
        int[] weights = {3, 1, 7, 9};
        int sum = 0;
        for (int i = check - 1, w = 0; i >= from; i--, w++) {
            sum += digit(value, i) * weights[w % 4];
        }
        return (10 - sum % 10) % 10 == digit(value, check);
    }

    /** Chile, RUT: modulo 11, K for ten. */
    static boolean rut(String value) {
        int last = value.length() - 1;
        int sum = 0;
        for (int i = last - 1, weight = 2; i >= 0; i--) {
            sum += digit(value, i) * weight;
            weight = weight == 7 ? 2 : weight + 1;
        }
        int control = 11 - sum % 11;
        char expected = control == 11 ? '0' : control == 10 ? 'K' : (char) ('0' + control);
        return value.charAt(last) == expected;
    }

    /** Argentina, CUIT and CUIL: modulo 11 behind one of the known prefixes. */
    static boolean cuit(String value) {
        return switch (number(value, 0, 2)) {
            case 20, 23, 24, 25, 26, 27, 30, 33, 34 ->
                (11 - weighted(value, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11) % 11 == digit(value, 10);
            default -> false;
        };
    }

    /** Peru, RUC: modulo 11 behind one of the known prefixes. */
    static boolean ruc(String value) {
        return switch (number(value, 0, 2)) {
            case 10, 15, 16, 17, 20 ->
                (11 - weighted(value, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11) % 10 == digit(value, 10);
            default -> false;
        };
    }

    /** Colombia, NIT: weights of the tax office's Orden 4 of 1989. */
    static boolean nit(String value) {
        int remainder = weighted(value, 41, 37, 29, 23, 19, 17, 13, 7, 3) % 11;
        return (remainder > 1 ? 11 - remainder : remainder) == digit(value, 9);
    }

    /** Brazil, CPF: two digits modulo 11. */
    static boolean cpf(String value) {
        return !isUniform(value)
                && brazil(weighted(value, 10, 9, 8, 7, 6, 5, 4, 3, 2)) == digit(value, 9)
                && brazil(weighted(value, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2)) == digit(value, 10);
    }

    /** Brazil, CNPJ: two digits modulo 11. */
    static boolean cnpj(String value) {
        return !isUniform(value)
                && brazil(weighted(value, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)) == digit(value, 12)
                && brazil(weighted(value, 6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)) == digit(value, 13);
    }

    private static int brazil(int sum) {
        int remainder = sum % 11;
        return remainder < 2 ? 0 : 11 - remainder;
    }

    /** Portugal, NIF: modulo 11. */
    static boolean portugueseNif(String value) {
        return "0478".indexOf(value.charAt(0)) < 0
                && brazil(weighted(value, 9, 8, 7, 6, 5, 4, 3, 2)) == digit(value, 8);
    }

    /** Italy, codice fiscale: odd places through a table, even ones plain, modulo 26. */
    static boolean codiceFiscale(String value) {
        int[] odd = {1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};
        int sum = 0;
        for (int i = 0; i < 15; i++) {
            char c = value.charAt(i);
            int ordinal = Folding.isDigit(c) ? c - '0' : c - 'A';
            sum += i % 2 == 0 ? odd[ordinal] : ordinal;
        }
        return value.charAt(15) == 'A' + sum % 26;
    }

    /** France, NIR: 97 minus the number modulo 97; Corsica's 2A and 2B count as 19 and 18. */
    static boolean nir(String value) {
        String digits = value.replace("2A", "19").replace("2B", "18");
        if (digits.length() != 15 || !digits.chars().allMatch(c -> Folding.isDigit((char) c))) {
            return false;
        }
        long number = Long.parseLong(digits.substring(0, 13));
        char sex = digits.charAt(0);
        return (sex == '1' || sex == '2') && 97 - number % 97 == number(digits, 13, 15);
    }

    /** Germany, tax id: ISO 7064 MOD 11,10, and among the first ten digits one occurs twice or three times. */
    static boolean steuerId(String value) {
        int product = 10;
        int[] seen = new int[10];
        for (int i = 0; i < 10; i++) {
            seen[digit(value, i)]++;
            int sum = (digit(value, i) + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }
        int repeated = 0;
        for (int times : seen) {
            repeated = Math.max(repeated, times);
        }
        return value.charAt(0) != '0' && repeated <= 3 && (11 - product) % 10 == digit(value, 10);
    }

    /** Mexico, CURP: base 37 alphabet with Ñ, weights 18 down to 2. */
    static boolean curp(String value) {
        String alphabet = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ";
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            sum += alphabet.indexOf(value.charAt(i)) * (18 - i);
        }
        return (10 - sum % 10) % 10 == digit(value, 17);
    }

    /** Whether two digits of month and two of day could be a date. */
    static boolean isMonthDay(String value, int monthAt) {
        int month = number(value, monthAt, monthAt + 2);
        int day = number(value, monthAt + 2, monthAt + 4);
        return month >= 1 && month <= 12 && day >= 1 && day <= 31;
    }
}
