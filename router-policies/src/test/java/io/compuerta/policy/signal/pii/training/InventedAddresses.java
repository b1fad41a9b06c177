package io.compuerta.policy.signal.pii.training;

import java.util.Random;

/** Invents street addresses as they are written in Spain, Latin America, English-speaking countries and elsewhere. */
final class InventedAddresses {
    private static final String[] SPANISH = {
        "Calle",
        "C/",
        "c/",
        "calle",
        "Avda.",
        "Avenida",
        "Av.",
        "Plaza",
        "Pza.",
        "Paseo",
        "Camino de",
        "Ronda de",
        "Rúa",
        "Carrer de",
        "Travesía",
        "Carretera de",
        "Urb.",
        "Pasaje",
        "Jirón",
        "Jr.",
        "Bulevar",
        "Calzada",
        "Rua",
        "Polígono"
    };
    private static final String[] SUFFIXES = {
        "Street",
        "St",
        "Road",
        "Rd",
        "Avenue",
        "Ave",
        "Lane",
        "Drive",
        "Court",
        "Way",
        "Boulevard",
        "Close",
        "Terrace",
        "Place"
    };
    private static final String[] UNITS = {
        "3º B",
        "piso 2",
        "bajo",
        "2ª planta",
        "4º izq.",
        "esc. B, 1º A",
        "puerta 5",
        "dpto 4C",
        "local 2",
        "1 D",
        "6-2ª",
        "ático"
    };
    private static final String[] ENGLISH_UNITS = {"Apt 4", "Suite 210", "Unit 7", "Flat 2B", "Apt. 031", "#12"};
    private static final String[] ENDINGS = {
        "strasse", "straße", "gade", "gatan", "weg", "laan", "straat", "katu", "vej"
    };

    private final Random random;
    private final Invented names;

    InventedAddresses(Random random, Invented names) {
        this.random = random;
        this.names = names;
    }

    String next() {
        String address = inLine();
        if (random.nextInt(5) > 0) {
            return address;
        }
        return address.replaceFirst(", (?=[A-Z0-9])", random.nextBoolean() ? "\n" : "\n ");
    }

    private String inLine() {
        return switch (random.nextInt(13)) {
            case 0, 1, 2, 3, 4 -> spanish();
            case 5 -> colombian();
            case 6 -> names.surname() + ", " + number();
            case 7, 8, 9 -> english();
            case 10 -> names.surname() + ENDINGS[random.nextInt(ENDINGS.length)] + " " + number() + city();
            case 11 ->
                number() + " " + names.surname() + " " + (random.nextBoolean() ? "Str. " : "út ") + number() + " "
                        + ENGLISH_UNITS[random.nextInt(ENGLISH_UNITS.length)] + city();
            default -> "PO Box " + number() + city();
        };
    }

    private String number() {
        return random.nextInt(12) == 0
                ? "s/n"
                : String.valueOf(1 + random.nextInt(random.nextInt(5) == 0 ? 3000 : 150));
    }

    private String street() {
        return switch (random.nextInt(5)) {
            case 0 -> "de " + names.place();
            case 1 -> names.given() + " " + names.surname();
            case 2 -> "San " + names.given();
            case 3 -> "Doctor " + names.surname();
            default -> names.surname();
        };
    }

    private String spanish() {
        String[] joints = {" ", ", ", ", nº ", " n.º ", " núm. ", " No. ", " N° "};
        String address = SPANISH[random.nextInt(SPANISH.length)] + " " + street()
                + joints[random.nextInt(joints.length)] + number();
        if (random.nextBoolean()) {
            address += (random.nextBoolean() ? ", " : " ") + UNITS[random.nextInt(UNITS.length)];
        }
        return address + city();
    }

    private String colombian() {
        String[] kinds = {"Carrera", "Calle", "Cra.", "Cl", "Diagonal", "Transversal", "Kra"};
        String[] marks = {" # ", " No. ", " #", " Nº "};
        return kinds[random.nextInt(kinds.length)] + " " + (1 + random.nextInt(150))
                + marks[random.nextInt(marks.length)] + (1 + random.nextInt(99)) + "-" + (1 + random.nextInt(99))
                + city();
    }

    private String english() {
        String address = (1 + random.nextInt(9000)) + " " + (random.nextInt(6) == 0 ? "N " : "") + names.surname() + " "
                + SUFFIXES[random.nextInt(SUFFIXES.length)];
        if (random.nextInt(3) == 0) {
            address += (random.nextBoolean() ? ", " : " ") + ENGLISH_UNITS[random.nextInt(ENGLISH_UNITS.length)];
        }
        return switch (random.nextInt(4)) {
            case 0 -> address;
            case 1 -> address + ", " + names.place();
            case 2 -> address + ", " + names.place() + ", " + letters(2) + " " + (10000 + random.nextInt(89999));
            default ->
                address + ", " + names.place() + " " + letters(2) + random.nextInt(9) + " " + random.nextInt(9)
                        + letters(2);
        };
    }

    private String city() {
        return switch (random.nextInt(4)) {
            case 0 -> ", " + (10000 + random.nextInt(42000)) + " " + names.place();
            case 2 ->
                random.nextInt(3) == 0
                        ? ", " + names.place() + ", " + names.place() + " " + (10000 + random.nextInt(80000))
                        : "";
            case 1 -> ", " + names.place();
            default -> "";
        };
    }

    private String letters(int count) {
        var letters = new StringBuilder();
        for (int i = 0; i < count; i++) {
            letters.append((char) ('A' + random.nextInt(26)));
        }
        return letters.toString();
    }
}
