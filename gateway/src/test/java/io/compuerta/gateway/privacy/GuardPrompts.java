package io.compuerta.gateway.privacy;

import java.util.List;

/** Prompts of 500 tokens for measuring: half Spanish, half English, with personal data in every third sentence or none. */
final class GuardPrompts {

    /** A token of mixed Spanish and English takes about four characters. */
    private static final int CHARACTERS = 2_000;

    private static final int COUNT = 32;

    private static final List<String> PLAIN = List.of(
            "La reunión de la tarde se aplaza al jueves porque la sala grande está ocupada por las obras. ",
            "Please summarise the attached minutes in five short points and keep the tone friendly. ",
            "El informe de ventas compara los tres últimos trimestres con los del año pasado y explica las diferencias. ",
            "The deployment of version 10.4.2 to EKS failed with error 4821 because the S3 bucket was not reachable. ",
            "Necesito un correo breve que explique a los clientes el nuevo horario de la tienda en verano. ",
            "We ordered 1,200 units at 14.90 each, so the invoice should show a total of 17,880 before taxes. ");

    private static final List<String> PERSONAL = List.of(
            "Soy Lucía Fernández Ibáñez, mi DNI es 12345678Z y mi teléfono el +34 612 345 678. ",
            "Please send it to Eleanor Whitfield, 12 Oak Lane, Leeds LS1 4DY, eleanor.whitfield@correo.example. ",
            "La cuenta IBAN es ES91 2100 0418 4502 0005 1332 y la tarjeta 4539 1488 0343 6467, nacida el 3 de mayo de 1980. ");

    private GuardPrompts() {}

    /** Several of the same make, so that a branch predictor cannot learn one by heart. */
    static String[] make(boolean personal) {
        String[] texts = new String[COUNT];
        for (int i = 0; i < COUNT; i++) {
            StringBuilder made = new StringBuilder();
            for (int sentence = i; made.length() < CHARACTERS; sentence++) {
                List<String> from = personal && sentence % 3 == 0 ? PERSONAL : PLAIN;
                made.append(from.get((sentence / 3 + sentence) % from.size()));
            }
            texts[i] = made.substring(0, CHARACTERS);
        }
        return texts;
    }
}
