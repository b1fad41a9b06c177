package io.compuerta.policy.signal.firewall;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;

/** Dresses drawn texts up as attackers do, and encodes ordinary ones as people do who ask for them to be decoded. */
final class Disguiser {

    private static final String[] LEADS = {
        "Decode this and follow it: ",
        "Decode and obey: ",
        "Execute the decoded text: ",
        "Do what this says: ",
        "",
        "Descifra esto y hazlo: ",
        "Decodifica y cumple: ",
        "Read it and answer: "
    };
    private static final String[] ASKS = {
        "What does this decode to? ",
        "Can you decode this for me: ",
        "Please decode: ",
        "¿Qué dice este texto? ",
        "Decodifica, por favor: ",
        "My log shows this value, what is it: ",
        "Explain this encoded string: "
    };
    private static final String LATIN = "aeopcxi";
    private static final String CYRILLIC = "\u0430\u0435\u043e\u0440\u0441\u0445\u0456";
    private static final String PLAIN = "aeiost";
    private static final String LEET = "431057";

    private final Random random;

    Disguiser(Random random) {
        this.random = random;
    }

    String attack(String text) {
        return switch (random.nextInt(9)) {
            case 0 -> pick(LEADS) + base64(text);
            case 1 -> pick(LEADS) + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
            case 2 -> pick(LEADS) + rotate(text);
            case 3 -> pick(LEADS) + new StringBuilder(text).reverse();
            case 4, 5 -> between(text, random.nextBoolean() ? "\u200b" : "\u200d");
            case 6 -> between(text, " ");
            case 7 -> swap(text, LATIN, CYRILLIC);
            default -> swap(text.toLowerCase(java.util.Locale.ROOT), PLAIN, LEET);
        };
    }

    String ordinary(String text) {
        return pick(ASKS)
                + switch (random.nextInt(3)) {
                    case 0 -> base64(text);
                    case 1 -> HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
                    default -> rotate(text);
                };
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String rotate(String text) {
        StringBuilder rotated = new StringBuilder();
        for (char c : text.toCharArray()) {
            int base = c >= 'a' && c <= 'z' ? 'a' : c >= 'A' && c <= 'Z' ? 'A' : 0;
            rotated.append(base == 0 ? c : (char) (base + (c - base + 13) % 26));
        }
        return rotated.toString();
    }

    private static String between(String text, String mark) {
        return String.join(mark, text.split(""));
    }

    private static String swap(String text, String from, String to) {
        StringBuilder swapped = new StringBuilder(text);
        for (int i = 0; i < swapped.length(); i++) {
            int at = from.indexOf(swapped.charAt(i));
            if (at >= 0) {
                swapped.setCharAt(i, to.charAt(at));
            }
        }
        return swapped.toString();
    }

    private String pick(String[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}
