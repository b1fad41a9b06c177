package io.compuerta.policy.signal.pii.training;

import io.compuerta.policy.signal.pii.TrainingRow;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/** Invents people, addresses and sentences about them. Deterministic for a seed. */
final class Invented {
    private static final Set<String> PARTS = Set.of("G", "S", "P", "A");
    private static final String[] BRAND_ENDINGS = {
        "ina", "ol", "azol", "soft", "tec", "ware", "cam", "net", "ex", "itis", "oma", "grafía", "sys", "base", "kit",
        "pril"
    };
    private static final String[] MONTHS = {"enero", "marzo", "mayo", "junio", "octubre", "May", "July", "November"};
    private static final String[] ORGANISATIONS = {
        "Transportes Levante, S. L.", "Acme Corp", "Hospital General", "Banco del Sur", "Northwind Ltd",
                "Clínica Miramar",
        "Universidad Autónoma", "Grupo Bahía", "Seguros Atlas", "Green Valley School", "el Ayuntamiento",
                "la Generalitat"
    };
    private static final String[] BRANDS = {"Samsung", "Toyota", "Telefónica", "Spotify", "Siemens", "Zara", "Nokia"};

    private final Random random;
    private final List<String> given = new ArrayList<>();
    private final List<String> surnames = new ArrayList<>();
    private final List<String> places = new ArrayList<>();
    private final List<String> terms = new ArrayList<>();
    private final List<String> sentences = new ArrayList<>();
    private final InventedAddresses addresses;

    Invented(long seed) {
        random = new Random(seed);
        lists("/io/compuerta/policy/signal/pii/names.txt");
        lists("/io/compuerta/policy/signal/pii/places.txt");
        lists("/io/compuerta/policy/signal/pii/terms.txt");
        for (String line : lines("/io/compuerta/policy/signal/pii/training/sentences.txt")) {
            sentences.add(line.replace("\\n", "\n"));
        }
        addresses = new InventedAddresses(random, this);
    }

    private void lists(String resource) {
        for (String line : lines(resource)) {
            String[] words = line.split(" ");
            List<String> into = switch (words[0]) {
                case "GIVEN" -> given;
                case "SURNAME" -> surnames;
                case "PLACE" -> places;
                default -> terms;
            };
            boolean plain = into == terms;
            List.of(words).subList(1, words.length).stream()
                    .filter(word -> !plain || word.length() > 3)
                    .forEach(into::add);
        }
    }

    private static List<String> lines(String resource) {
        try (var reader = new BufferedReader(
                new InputStreamReader(Invented.class.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(l -> !l.isBlank() && l.charAt(0) != '#')
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A sentence with its names and addresses marked; three in sixteen in lower case, as in a chat. */
    TrainingRow sentence() {
        int many = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 1;
        var text = new StringBuilder();
        List<TrainingRow.Span> spans = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            if (i > 0) {
                text.append(random.nextBoolean() ? "\n" : " ");
            }
            fill(pick(sentences), text, spans);
        }
        String whole = text.toString();
        int casing = random.nextInt(16);
        String cased =
                casing < 3 ? whole.toLowerCase(Locale.ROOT) : casing == 3 ? whole.toUpperCase(Locale.ROOT) : whole;
        return new TrainingRow(cased.length() == whole.length() ? cased : whole, spans, "own");
    }

    private void fill(String template, StringBuilder text, List<TrainingRow.Span> spans) {
        int at = 0;
        while (at < template.length()) {
            boolean slot = template.charAt(at) == '{' && at + 2 < template.length() && template.charAt(at + 2) == '}';
            if (!slot) {
                text.append(template.charAt(at++));
                continue;
            }
            String part = template.substring(at + 1, at + 2);
            int start = text.length();
            text.append(value(part));
            if (PARTS.contains(part)) {
                spans.add(new TrainingRow.Span(start, text.length(), !part.equals("A")));
            }
            at += 3;
        }
    }

    private String value(String part) {
        return switch (part) {
            case "P" -> person();
            case "G" -> given();
            case "S" -> surname();
            case "A" -> addresses.next();
            case "L" -> place();
            case "D" ->
                (1 + random.nextInt(28))
                        + (random.nextBoolean() ? " de mayo de 2024" : "/0" + (1 + random.nextInt(9)) + "/2023");
            case "#" -> String.valueOf(Math.abs(random.nextLong())).substring(0, 3 + random.nextInt(8));
            case "E" -> given().toLowerCase(Locale.ROOT).replace(' ', '.') + random.nextInt(90) + "@correo.example";
            case "T" ->
                "+34 6" + (10 + random.nextInt(89)) + " " + (100 + random.nextInt(899)) + " "
                        + (100 + random.nextInt(899));
            case "O" -> ORGANISATIONS[random.nextInt(ORGANISATIONS.length)];
            case "M" -> MONTHS[random.nextInt(MONTHS.length)];
            default -> brand();
        };
    }

    String person() {
        String name = switch (random.nextInt(16)) {
            case 0 -> given();
            case 1, 2, 3, 4 -> given() + " " + surname();
            case 5, 6, 7 -> given() + " " + surname() + " " + surname();
            case 8, 9 -> given() + " " + given() + " " + surname() + (random.nextBoolean() ? " " + surname() : "");
            case 10 -> surname() + ", " + given();
            case 11 -> surname() + " " + surname() + ", " + given();
            case 12 -> given() + " " + surname() + "-" + surname();
            case 13 -> given() + " " + (char) ('A' + random.nextInt(26)) + ". " + surname();
            case 14 -> (char) ('A' + random.nextInt(26)) + ". " + surname();
            default -> given() + " " + particle() + " " + surname();
        };
        int casing = random.nextInt(14);
        return casing == 0 ? name.toUpperCase(Locale.ROOT) : casing == 1 ? name.toLowerCase(Locale.ROOT) : name;
    }

    private String particle() {
        String[] particles = {"de", "de la", "del", "de los", "da", "van", "von", "O'", "Mc", "di", "y"};
        return particles[random.nextInt(particles.length)];
    }

    String given() {
        return capital(random.nextInt(3) == 0 ? coined(given) : pick(given));
    }

    String surname() {
        return capital(random.nextInt(5) < 2 ? coined(surnames) : pick(surnames));
    }

    String place() {
        return capital(random.nextInt(3) == 0 ? coined(surnames) : pick(places));
    }

    /** A word that sounds like those of the list: letters drawn after the two before them. */
    private String coined(List<String> like) {
        var name = new StringBuilder(pick(like).substring(0, 2));
        for (int tries = 0; tries < 40 && name.length() < 11; tries++) {
            String word = pick(like);
            int at = word.indexOf(name.substring(name.length() - 2), 1);
            if (at < 0) {
                continue;
            }
            if (at + 2 >= word.length()) {
                if (name.length() >= 4) {
                    break;
                }
                continue;
            }
            name.append(word, at + 2, Math.min(word.length(), at + 3));
        }
        return name.toString();
    }

    /** A product, a drug, a technique: capitalised and unknown, and nobody. */
    private String brand() {
        switch (random.nextInt(5)) {
            case 0:
                return BRANDS[random.nextInt(BRANDS.length)];
            case 1, 2:
                return capital(coined(terms));
            case 3:
                return capital(pick(terms));
            default:
                break;
        }
        String stem = pick(surnames);
        return capital(
                stem.substring(0, Math.min(4, stem.length())) + BRAND_ENDINGS[random.nextInt(BRAND_ENDINGS.length)]);
    }

    static String capital(String word) {
        return word.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** The same text about other people: every name replaced by one of the same number of words and the same case. */
    TrainingRow otherPeople(TrainingRow row) {
        var text = new StringBuilder();
        List<TrainingRow.Span> spans = new ArrayList<>();
        int at = 0;
        for (TrainingRow.Span span : row.spans()) {
            if (span.start() < at) {
                return row;
            }
            text.append(row.text(), at, span.start());
            int start = text.length();
            String old = row.text().substring(span.start(), span.end());
            text.append(span.person() ? renamed(old) : old);
            spans.add(new TrainingRow.Span(start, text.length(), span.person()));
            at = span.end();
        }
        text.append(row.text(), at, row.text().length());
        return new TrainingRow(text.toString(), spans, row.source());
    }

    /** Keeps one name in two as it is, so that real ones are seen too. */
    private String renamed(String old) {
        if (random.nextBoolean()) {
            return old;
        }
        var name = new StringBuilder();
        boolean first = true;
        for (String word : old.split("(?<=[ ,.'-])|(?=[ ,.'-])", -1)) {
            boolean capital = !word.isEmpty() && Character.isUpperCase(word.charAt(0));
            if (word.length() < 3
                    || !Character.isLetter(word.charAt(0))
                    || !capital && first == false && word.length() < 4) {
                name.append(word);
                continue;
            }
            String fresh = first ? given() : surname();
            boolean shouting = word.length() > 1 && Character.isUpperCase(word.charAt(1));
            name.append(shouting ? fresh.toUpperCase(Locale.ROOT) : capital ? fresh : fresh.toLowerCase(Locale.ROOT));
            first = false;
        }
        return name.toString();
    }
}
