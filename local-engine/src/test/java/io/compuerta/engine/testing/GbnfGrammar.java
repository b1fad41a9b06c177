package io.compuerta.engine.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads grammars in llama.cpp's notation, says whether a text follows one, and makes texts that do. Written from the
 * notation's description, so that what the product makes is judged by something that does not share its code.
 */
public final class GbnfGrammar {

    private sealed interface Part {}

    private record Characters(boolean negated, List<int[]> ranges) implements Part {
        boolean has(int point) {
            boolean in = ranges.stream().anyMatch(range -> point >= range[0] && point <= range[1]);
            return in != negated;
        }
    }

    private record Reference(String rule) implements Part {}

    private record Repeated(Part part, int least, int most) implements Part {}

    private record Sequence(List<Part> parts) implements Part {}

    private record Choice(List<Part> options) implements Part {}

    /** What is still to come; null is the end. */
    private record Rest(Part part, @Nullable Rest next, int id) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Rest rest && rest.id == id;
        }

        @Override
        public int hashCode() {
            return id;
        }
    }

    private final Map<String, Part> rules = new HashMap<>();
    private final Map<List<Object>, Rest> rests = new HashMap<>();
    private String text = "";
    private int at;

    public GbnfGrammar(String grammar) {
        for (String line : grammar.split("\n")) {
            String[] sides = line.split(" ::= ", 2);
            if (sides.length != 2 || !sides[0].matches("[a-zA-Z][a-zA-Z0-9-]*")) {
                throw new IllegalArgumentException("not a rule: " + line);
            }
            text = sides[1];
            at = 0;
            Part part = choice();
            if (at != text.length() || rules.put(sides[0], part) != null) {
                throw new IllegalArgumentException("not a rule: " + line + " at " + at);
            }
        }
        rules.values().forEach(this::requireKnown);
        if (!rules.containsKey("root")) {
            throw new IllegalArgumentException("no root");
        }
    }

    private void requireKnown(Part part) {
        switch (part) {
            case Reference reference -> {
                if (!rules.containsKey(reference.rule())) {
                    throw new IllegalArgumentException("no rule " + reference.rule());
                }
            }
            case Repeated repeated -> requireKnown(repeated.part());
            case Sequence sequence -> sequence.parts().forEach(this::requireKnown);
            case Choice choice -> choice.options().forEach(this::requireKnown);
            case Characters characters -> {}
        }
    }

    private Part choice() {
        List<Part> options = new ArrayList<>(List.of(sequence()));
        while (take('|')) {
            options.add(sequence());
        }
        return options.size() == 1 ? options.getFirst() : new Choice(options);
    }

    private Part sequence() {
        List<Part> parts = new ArrayList<>();
        blanks();
        while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')') {
            parts.add(repeated(atom()));
            blanks();
        }
        return parts.size() == 1 ? parts.getFirst() : new Sequence(parts);
    }

    private Part repeated(Part part) {
        blanks();
        if (take('?')) {
            return new Repeated(part, 0, 1);
        }
        if (take('*')) {
            return new Repeated(part, 0, Integer.MAX_VALUE);
        }
        if (take('+')) {
            return new Repeated(part, 1, Integer.MAX_VALUE);
        }
        if (!take('{')) {
            return part;
        }
        int end = text.indexOf('}', at);
        String[] counts = text.substring(at, end).split(",", -1);
        at = end + 1;
        int least = Integer.parseInt(counts[0].strip());
        int most = counts.length == 1
                ? least
                : counts[1].isBlank() ? Integer.MAX_VALUE : Integer.parseInt(counts[1].strip());
        // llama.cpp refuses more.
        if (most != Integer.MAX_VALUE && most > 2000 || least > most) {
            throw new IllegalArgumentException("too many repetitions: " + text);
        }
        return new Repeated(part, least, most);
    }

    private Part atom() {
        if (take('(')) {
            Part inner = choice();
            if (!take(')')) {
                throw new IllegalArgumentException("unclosed bracket: " + text);
            }
            return inner;
        }
        if (take('"')) {
            List<Part> parts = new ArrayList<>();
            while (text.charAt(at) != '"') {
                int point = point();
                parts.add(new Characters(false, List.<int[]>of(new int[] {point, point})));
            }
            at++;
            return parts.size() == 1 ? parts.getFirst() : new Sequence(parts);
        }
        if (take('[')) {
            boolean negated = take('^');
            List<int[]> ranges = new ArrayList<>();
            while (text.charAt(at) != ']') {
                int first = point();
                int last = first;
                if (text.charAt(at) == '-' && text.charAt(at + 1) != ']') {
                    at++;
                    last = point();
                }
                ranges.add(new int[] {first, last});
            }
            at++;
            return new Characters(negated, ranges);
        }
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '-')) {
            at++;
        }
        if (at == start) {
            throw new IllegalArgumentException("not understood: " + text + " at " + at);
        }
        return new Reference(text.substring(start, at));
    }

    private int point() {
        if (text.charAt(at) != '\\') {
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            return point;
        }
        char sort = text.charAt(at + 1);
        at += 2;
        int digits = sort == 'x' ? 2 : sort == 'u' ? 4 : sort == 'U' ? 8 : 0;
        if (digits > 0) {
            at += digits;
            return Integer.parseInt(text.substring(at - digits, at), 16);
        }
        return switch (sort) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case '\\', '"', '[', ']' -> sort;
            default -> throw new IllegalArgumentException("unknown escape \\" + sort);
        };
    }

    private void blanks() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private boolean take(char wanted) {
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    /** Whether the whole text follows the rules. */
    public boolean accepts(String candidate) {
        Set<Rest> now = new HashSet<>();
        boolean[] done = new boolean[1];
        expand(rest(new Reference("root"), null), now, new HashSet<>(), done);
        for (int point : candidate.codePoints().toArray()) {
            Set<Rest> next = new HashSet<>();
            Set<Rest> seen = new HashSet<>();
            done[0] = false;
            for (Rest rest : now) {
                if (((Characters) rest.part()).has(point)) {
                    expand(rest.next(), next, seen, done);
                }
            }
            now = next;
        }
        return done[0];
    }

    /** Rests with the same content are the same object, so that sets of them stay small and comparing is quick. */
    private Rest rest(Part part, @Nullable Rest next) {
        return rests.computeIfAbsent(
                List.of(new Same(part), next == null ? -1 : next.id()), key -> new Rest(part, next, rests.size()));
    }

    /** Parts are told apart by identity: comparing trees would take long. */
    private record Same(Part part) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Same same && same.part == part;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(part);
        }
    }

    private void expand(@Nullable Rest rest, Set<Rest> out, Set<Rest> seen, boolean[] done) {
        if (rest == null) {
            done[0] = true;
            return;
        }
        if (!seen.add(rest)) {
            return;
        }
        switch (rest.part()) {
            case Characters characters -> out.add(rest);
            case Reference reference -> expand(rest(rules.get(reference.rule()), rest.next()), out, seen, done);
            case Choice choice ->
                choice.options().forEach(option -> expand(rest(option, rest.next()), out, seen, done));
            case Sequence sequence -> {
                Rest chain = rest.next();
                for (Part part : sequence.parts().reversed()) {
                    chain = rest(part, chain);
                }
                expand(chain, out, seen, done);
            }
            case Repeated repeated -> {
                if (repeated.least() == 0) {
                    expand(rest.next(), out, seen, done);
                }
                if (repeated.most() > 0) {
                    expand(rest(repeated.part(), fewer(repeated, rest.next())), out, seen, done);
                }
            }
        }
    }

    private final Map<List<Object>, Repeated> counted = new HashMap<>();

    private Rest fewer(Repeated repeated, @Nullable Rest next) {
        int least = Math.max(0, repeated.least() - 1);
        int most = repeated.most() == Integer.MAX_VALUE ? repeated.most() : repeated.most() - 1;
        Repeated less = counted.computeIfAbsent(
                List.of(new Same(repeated.part()), least, most), key -> new Repeated(repeated.part(), least, most));
        return rest(less, next);
    }

    /** A text that follows the rules. */
    public String generate(Random random) {
        StringBuilder out = new StringBuilder();
        generate(new Reference("root"), random, out);
        return out.toString();
    }

    private void generate(Part part, Random random, StringBuilder out) {
        switch (part) {
            case Characters characters -> out.appendCodePoint(pick(characters, random));
            case Reference reference -> generate(rules.get(reference.rule()), random, out);
            case Sequence sequence -> sequence.parts().forEach(each -> generate(each, random, out));
            case Choice choice ->
                generate(choice.options().get(random.nextInt(choice.options().size())), random, out);
            case Repeated repeated -> {
                int count = repeated.least();
                while (count < repeated.most()
                        && random.nextInt(out.length() > 400 ? 2 : 3) > 0
                        && out.length() < 1500) {
                    count++;
                }
                // Now and then as many as there may be.
                if (repeated.most() <= 2000 && out.length() < 300 && random.nextInt(60) == 0) {
                    count = repeated.most();
                }
                for (int i = 0; i < count; i++) {
                    generate(repeated.part(), random, out);
                }
            }
        }
    }

    private static int pick(Characters characters, Random random) {
        if (characters.negated()) {
            int point = ' ' + random.nextInt(95);
            while (!characters.has(point)) {
                point = ' ' + random.nextInt(95);
            }
            return point;
        }
        // Mostly from the first range, which is the plain one; the ends of all ranges come up too.
        int[] range = characters
                .ranges()
                .get(
                        random.nextInt(4) > 0
                                ? 0
                                : random.nextInt(characters.ranges().size()));
        int kind = random.nextInt(10);
        return kind == 0 ? range[0] : kind == 1 ? range[1] : range[0] + random.nextInt(range[1] - range[0] + 1);
    }
}
