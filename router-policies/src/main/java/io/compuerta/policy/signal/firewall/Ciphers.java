package io.compuerta.policy.signal.firewall;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Recognises text written with a shifted alphabet (rot13 and the other 24 shifts) or backwards by its commonest words:
 * {@code gur} is {@code the} thirteen letters on, {@code snoitcurtsni} needs no explanation. Only then is the text read
 * that way.
 */
final class Ciphers {

    private static final int REVERSED = 26;
    private static final int WAYS = 27;

    /** Words that no attack of some length does without. */
    private static final String[] TELLTALES = {
        "the",
        "and",
        "you",
        "your",
        "with",
        "that",
        "this",
        "all",
        "for",
        "how",
        "what",
        "are",
        "system",
        "prompt",
        "ignore",
        "previous",
        "instructions",
        "instruction",
        "reveal",
        "password",
        "secret",
        "rules",
        "following",
        "now",
        "answer",
        "without",
        "write",
        "tell",
        "make",
        "que",
        "los",
        "las",
        "con",
        "para",
        "por",
        "una",
        "tus",
        "todas",
        "ignora",
        "instrucciones",
        "anteriores",
        "sistema",
        "secreto",
        "clave",
        "contrasena",
        "dime",
        "como",
        "reglas",
        "sin",
        "muestra",
        "responde",
        "escribe",
        "todo",
        "del",
        "state",
        "conclusions",
        "bypass",
        "restrictions",
    };

    private final Map<Long, Integer> ways = new HashMap<>();

    Ciphers() {
        for (String word : TELLTALES) {
            for (int shift = 1; shift < 26; shift++) {
                ways.putIfAbsent(Words.hashOf(shifted(word, shift)), shift);
            }
            ways.putIfAbsent(Words.hashOf(new StringBuilder(word).reverse().toString()), REVERSED);
        }
        // What is a word as it stands tells nothing.
        for (String word : TELLTALES) {
            ways.remove(Words.hashOf(word));
        }
        for (String word :
                List.of("eres", "son", "won", "rap", "nus", "sal", "sol", "nac", "war", "led", "era", "sera")) {
            ways.remove(Words.hashOf(word));
        }
    }

    List<String> read(String text, Set<Trick> tricks) {
        Words words = Words.of(text);
        int[] votes = new int[WAYS];
        for (int w = 0; w < words.count(); w++) {
            int letters = words.end(w) - words.start(w);
            if (letters > 2) {
                Integer way = ways.get(words.hash(w));
                if (way != null) {
                    // A long word is worth two: chance does not write it.
                    votes[way] += letters > 5 ? 2 : 1;
                }
            }
        }
        List<String> readings = new ArrayList<>();
        int best = 0;
        for (int way = 1; way < WAYS; way++) {
            best = votes[way] > votes[best] ? way : best;
        }
        // Chance alone gives long documents a few votes, so the bar rises with the length.
        if (votes[best] >= 2 + words.count() / 50) {
            if (best == REVERSED) {
                tricks.add(Trick.REVERSED);
                readings.add(new StringBuilder(text).reverse().toString());
                readings.add(wordsReversed(text));
            } else {
                tricks.add(Trick.SHIFTED_ALPHABET);
                readings.add(shifted(text, 26 - best));
            }
        }
        return readings;
    }

    private static String shifted(String text, int shift) {
        StringBuilder shifted = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 'a' && c <= 'z') {
                c = (char) ('a' + (c - 'a' + shift) % 26);
            } else if (c >= 'A' && c <= 'Z') {
                c = (char) ('A' + (c - 'A' + shift) % 26);
            }
            shifted.append(c);
        }
        return shifted.toString();
    }

    private static String wordsReversed(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            int end = i;
            while (end < text.length() && Folding.isWordChar(text.charAt(end))) {
                end++;
            }
            for (int k = end - 1; k >= i; k--) {
                out.append(text.charAt(k));
            }
            if (end < text.length()) {
                out.append(text.charAt(end));
            }
            i = end + 1;
        }
        return out.toString();
    }
}
