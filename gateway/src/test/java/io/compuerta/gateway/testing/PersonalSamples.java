package io.compuerta.gateway.testing;

import io.compuerta.policy.signal.pii.PiiFinding;
import io.compuerta.policy.signal.pii.PiiScanner;
import io.compuerta.policy.signal.pii.PiiType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Invented personal data of every type, each in a sentence that says what it is, in Spanish and English. Check digits are
 * found by trial: a value is drawn until the detectors take the whole of it. How well they detect is measured elsewhere;
 * this is for what happens afterwards.
 */
public final class PersonalSamples {

    /** @param sentence holds the value once */
    public record Sample(PiiType type, String value, String sentence) {}

    private static final int OF_EACH = 6;
    private static final int TRIES = 20_000;

    private static final String[] GIVEN = {
        "Lucía", "Ignacio", "Marta", "Rodrigo", "Eleanor", "Nathan", "Beatriz", "Gonzalo", "Harriet", "Desmond"
    };
    private static final String[] SURNAMES = {
        "Ferrer", "Quiroga", "Villalobos", "Ibáñez", "Whitfield", "Carmichael", "Echeverría", "Montalbán", "Hargreaves"
    };
    private static final String[] STREETS = {"calle Mayor", "avenida de América", "calle Alcalá", "plaza de España"};
    private static final String[] ENGLISH_STREETS = {"Oak Lane", "Maple Street", "Station Road", "Park Avenue"};

    private final Random random;
    private final Map<PiiType, List<Sample>> spanish = new EnumMap<>(PiiType.class);
    private final Map<PiiType, List<Sample>> english = new EnumMap<>(PiiType.class);

    public PersonalSamples(long seed) {
        this.random = new Random(seed);
        for (PiiType type : PiiType.values()) {
            spanish.put(type, draw(type, true));
            english.put(type, draw(type, false));
        }
    }

    public Sample next(PiiType type, boolean inSpanish) {
        List<Sample> drawn = (inSpanish ? spanish : english).get(type);
        return drawn.get(random.nextInt(drawn.size()));
    }

    private List<Sample> draw(PiiType type, boolean inSpanish) {
        List<Sample> drawn = new ArrayList<>();
        for (int i = 0; i < TRIES && drawn.size() < OF_EACH; i++) {
            String value = value(type, inSpanish);
            Sample sample = new Sample(type, value, sentence(type, inSpanish).formatted(value));
            if (isFound(sample)) {
                drawn.add(sample);
            }
        }
        if (drawn.size() < OF_EACH) {
            throw new IllegalStateException(
                    "of " + type + " only " + drawn.size() + " values were found in " + TRIES + " tries");
        }
        return drawn;
    }

    private static boolean isFound(Sample sample) {
        int start = sample.sentence().indexOf(sample.value());
        int end = start + sample.value().length();
        for (PiiFinding finding : PiiScanner.standard().scan(sample.sentence())) {
            if (finding.start() <= start && finding.end() >= end) {
                return true;
            }
        }
        return false;
    }

    private String value(PiiType type, boolean inSpanish) {
        return switch (type) {
            case PERSON -> pick(GIVEN) + " " + pick(SURNAMES) + (inSpanish ? " " + pick(SURNAMES) : "");
            case ADDRESS ->
                inSpanish
                        ? pick(STREETS) + " " + digits("9#") + ", 280" + digits("##") + " Madrid"
                        : digits("9##") + " " + pick(ENGLISH_STREETS) + ", Leeds LS1 4DY";
            case EMAIL -> "buzon" + digits("####") + "@correo-prueba.example";
            case PHONE -> inSpanish ? digits("+34 6## ### ###") : digits("(415) 555-01##");
            case DOB ->
                inSpanish ? digits("1#/0") + (1 + random.nextInt(9)) + digits("/19##") : digits("March 1#, 19##");
            case IP -> "10." + random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256);
            case MAC -> digits("3c:22:fb:##:##:##");
            case IBAN -> digits("ES## #### #### #### #### ####");
            case CREDIT_CARD -> digits("4### #### #### ####");
            case BANK_ACCOUNT -> digits("0321800##########");
            case ES_DNI -> digits("########") + letter("TRWAGMYFPDXBNJZSQVHLCKE");
            case ES_NIE -> "X" + digits("#######") + letter("TRWAGMYFPDXBNJZSQVHLCKE");
            case ES_CIF -> "B" + digits("########");
            case ES_NUSS -> digits("28##########");
            case PASSPORT -> letters("AAA") + digits("######");
            case LICENSE_PLATE -> digits("####") + " " + letters("BBB");
            case MX_CURP -> letters("AAAA") + digits("85031#") + "HDF" + letters("BBB") + digits("0#");
            case MX_RFC -> letters("AAAA") + digits("85031#") + letters("AA") + digits("#");
            case AR_DNI -> digits("2#.###.###");
            case AR_CUIT -> digits("20-########-#");
            case CL_RUT -> digits("1#.###.###-#");
            case CO_CC -> digits("1.0##.###.###");
            case CO_NIT -> digits("8##.###.###-#");
            case PE_DNI -> digits("4#######");
            case PE_RUC -> digits("20#########");
            case BR_CPF -> digits("###.###.###-##");
            case BR_CNPJ -> digits("##.###.###/0001-##");
            case PT_NIF -> digits("2########");
            case IT_CF -> letters("BBBBBB") + digits("8#") + "T" + digits("1#") + "A" + digits("###") + letters("A");
            case FR_NIR -> digits("2550814168#####");
            case DE_TAXID -> digits("8##########");
            case UK_NINO -> "AB " + digits("## ## ##") + " C";
            case US_SSN -> digits("5##-2#-8###");
            case DRIVER_LICENSE -> "D" + digits("#######");
            case ID -> digits("44#####");
            case USERNAME -> "jrivas_" + digits("####");
            case SECRET -> "sk-" + letters("AAAAAAAAAAAA") + digits("##########");
        };
    }

    private static String sentence(PiiType type, boolean es) {
        return switch (type) {
            case PERSON -> es ? "La paciente se llama %s y espera." : "The customer's name is %s and he waits.";
            case ADDRESS -> es ? "Vive en %s desde hace años." : "She lives at %s for now.";
            case EMAIL -> es ? "Escribe a %s por favor." : "Please write to %s today.";
            case PHONE -> es ? "Mi teléfono es %s y contesto." : "My phone is %s and I answer.";
            case DOB -> es ? "Nacida el %s en Lugo." : "She was born on %s in Leeds.";
            case IP -> es ? "Se conectó desde la IP %s ayer." : "Logged in from IP %s yesterday.";
            case MAC -> es ? "La MAC es %s en la red." : "The MAC is %s on the network.";
            case IBAN -> es ? "La cuenta IBAN es %s ahora." : "The IBAN is %s from now on.";
            case CREDIT_CARD -> es ? "Mi tarjeta es %s de crédito." : "My credit card is %s today.";
            case BANK_ACCOUNT -> es ? "La cuenta CLABE es %s de siempre." : "My bank account CLABE is %s as always.";
            case ES_DNI -> es ? "Mi DNI es %s de siempre." : "My Spanish DNI is %s as always.";
            case ES_NIE -> es ? "Mi NIE es %s de siempre." : "My NIE is %s as always.";
            case ES_CIF -> es ? "El CIF es %s de la empresa." : "The company's CIF is %s as always.";
            case ES_NUSS -> es ? "Mi seguridad social es %s de siempre." : "My NUSS is %s as always.";
            case PASSPORT -> es ? "Mi pasaporte es %s en vigor." : "My passport number is %s and valid.";
            case LICENSE_PLATE -> es ? "El coche con matrícula %s es mío." : "The car with license plate %s is mine.";
            case MX_CURP -> es ? "Mi CURP es %s de siempre." : "My CURP is %s as always.";
            case MX_RFC -> es ? "Mi RFC es %s de siempre." : "My RFC is %s as always.";
            case AR_DNI, PE_DNI -> es ? "Mi DNI es %s de siempre." : "My DNI is %s as always.";
            case AR_CUIT -> es ? "Mi CUIT es %s de siempre." : "My CUIT is %s as always.";
            case CL_RUT -> es ? "Mi RUT es %s de siempre." : "My RUT is %s as always.";
            case CO_CC -> es ? "Mi cédula es %s de siempre." : "My cédula is %s as always.";
            case CO_NIT -> es ? "El NIT es %s de siempre." : "The NIT is %s as always.";
            case PE_RUC -> es ? "El RUC es %s de siempre." : "The RUC is %s as always.";
            case BR_CPF -> es ? "Mi CPF es %s de siempre." : "My CPF is %s as always.";
            case BR_CNPJ -> es ? "El CNPJ es %s de siempre." : "The CNPJ is %s as always.";
            case PT_NIF -> es ? "Mi contribuinte es %s de siempre." : "My contribuinte is %s as always.";
            case IT_CF -> es ? "Mi codice fiscale es %s de siempre." : "My codice fiscale is %s as always.";
            case FR_NIR -> es ? "Mi sécurité sociale es %s de siempre." : "My sécurité sociale is %s as always.";
            case DE_TAXID -> es ? "Mi Steuer-ID es %s de siempre." : "My Steuer-ID is %s as always.";
            case UK_NINO -> es ? "Mi NINO es %s de siempre." : "My NINO is %s as always.";
            case US_SSN -> es ? "Mi SSN es %s de siempre." : "My SSN is %s as always.";
            case DRIVER_LICENSE ->
                es ? "Mi carnet de conducir es %s de siempre." : "My driver's license number is %s as always.";
            case ID -> es ? "Historia clínica NHC: %s del hospital." : "The patient number is %s as always.";
            case USERNAME -> es ? "Entra con usuario: %s en la web." : "Sign in with username: %s on the site.";
            case SECRET -> es ? "La clave es %s del servidor." : "The API key is %s of the server.";
        };
    }

    /** Each {@code #} becomes a digit. */
    private String digits(String pattern) {
        StringBuilder text = new StringBuilder();
        for (char c : pattern.toCharArray()) {
            text.append(c == '#' ? (char) ('0' + random.nextInt(10)) : c);
        }
        return text.toString();
    }

    /** Each A becomes a capital, each B a consonant. */
    private String letters(String pattern) {
        StringBuilder text = new StringBuilder();
        for (char c : pattern.toCharArray()) {
            text.append(letter(c == 'A' ? "ABCDEFGHIJKLMNOPQRSTUVWXYZ" : "BCDFGHJKLMNPRSTVWXYZ"));
        }
        return text.toString();
    }

    private char letter(String of) {
        return of.charAt(random.nextInt(of.length()));
    }

    private String pick(String[] of) {
        return of[random.nextInt(of.length)];
    }
}
