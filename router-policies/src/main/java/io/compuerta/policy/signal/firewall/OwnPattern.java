package io.compuerta.policy.signal.firewall;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns a pattern as people write it to the form of {@code rules.yaml}, saying what is wrong with it. */
final class OwnPattern {

    private static final int LONGEST = 500;
    private static final int SPAN = 63;

    private static final Pattern PART = Pattern.compile("\"([^\"]*)\"|([^\\s\"]+)");
    private static final Pattern GAP = Pattern.compile("~(\\d{1,2})");

    private final Set<String> ideas;
    private final List<String> parts = new ArrayList<>();
    private int span;
    private int items;
    private int ideasNamed;
    private boolean gap;

    private OwnPattern(Set<String> ideas) {
        this.ideas = ideas;
    }

    /** @throws IllegalArgumentException saying what is wrong and what is allowed */
    static String parse(String source, Set<String> ideas) {
        if (source.length() > LONGEST) {
            throw wrong("a pattern may have at most " + LONGEST + " characters, not " + source.length());
        }
        if (source.chars().filter(c -> c == '"').count() % 2 != 0) {
            throw wrong("a quotation mark is not closed");
        }
        OwnPattern pattern = new OwnPattern(ideas);
        Matcher part = PART.matcher(source);
        while (part.find()) {
            if (part.group(1) != null) {
                pattern.phrase(part.group(1));
            } else {
                pattern.part(part.group(2));
            }
        }
        return pattern.whole();
    }

    private void phrase(String phrase) {
        List<String> words = words(phrase);
        if (words.isEmpty()) {
            throw wrong("a quoted phrase needs words, found \"" + phrase + "\"");
        }
        words.forEach(word -> add(word, 1));
    }

    private void part(String part) {
        if (part.startsWith("~")) {
            Matcher number = GAP.matcher(part);
            if (!number.matches()) {
                throw wrong("a gap is written ~n, such as ~3, found " + part);
            }
            if (gap || items == 0) {
                throw wrong("the gap " + part + " must stand between two words or ideas");
            }
            gap = true;
            span += Integer.parseInt(number.group(1));
            parts.add(part);
            return;
        }
        List<String> choices = new ArrayList<>();
        for (String choice : part.split("\\|", -1)) {
            choices.add(choice(choice, part));
        }
        if (choices.stream().anyMatch(ideas::contains)) {
            ideasNamed++;
        }
        add(String.join("|", choices), 1);
    }

    private String choice(String choice, String part) {
        if (choice.isEmpty()) {
            throw wrong("nothing stands on one side of | in " + part);
        }
        if (ideas.contains(choice)) {
            return choice;
        }
        if (choice.length() > 1
                && choice.equals(choice.toUpperCase(Locale.ROOT))
                && Character.isUpperCase(choice.charAt(0))) {
            throw wrong("no idea is called " + choice + "; write words in small letters. Ideas: "
                    + String.join(", ", ideas));
        }
        boolean stem = choice.endsWith("*");
        List<String> words = words(stem ? choice.substring(0, choice.length() - 1) : choice);
        if (words.size() != 1 || stem && words.getFirst().length() < 3) {
            throw wrong(choice + " is not one word"
                    + (stem ? " of at least three letters before *" : "; write a phrase in quotes"));
        }
        return words.getFirst() + (stem ? "*" : "");
    }

    private void add(String item, int words) {
        parts.add(item);
        items++;
        span += words;
        gap = false;
    }

    private String whole() {
        if (items == 0) {
            throw wrong("a pattern needs words or ideas, such as REVEAL ~3 \"price list\"");
        }
        if (gap) {
            throw wrong("a gap must stand between two words or ideas, not at the end");
        }
        if (items == 1 && ideasNamed == 1) {
            throw wrong("an idea alone is found in everyday text; add words or another idea");
        }
        if (span > SPAN) {
            throw wrong("a pattern may span at most " + SPAN + " words with its gaps, not " + span);
        }
        return String.join(" ", parts);
    }

    /** Words as the firewall reads them: small letters, without accents. */
    private static List<String> words(String text) {
        Words read = Words.of(text);
        List<String> words = new ArrayList<>();
        for (int i = 0; i < read.count(); i++) {
            words.add(new String(read.letters(), read.start(i), read.end(i) - read.start(i)));
        }
        return words;
    }

    private static IllegalArgumentException wrong(String message) {
        return new IllegalArgumentException(message);
    }
}
