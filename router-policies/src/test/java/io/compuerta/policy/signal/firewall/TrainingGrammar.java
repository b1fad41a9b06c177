package io.compuerta.policy.signal.firewall;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** Draws texts from the grammars, {@code grammar-*.txt}. Deterministic for a seed. */
final class TrainingGrammar {

    private static final String[] SEPARATORS = {". ", ". ", ": ", " - ", "! ", "... ", "\n", "\n\n", "; ", ", "};

    private static final List<String> ATTACKS = List.of(
            "grammar-attacks.txt",
            "grammar-attacks-2.txt",
            "grammar-attacks-3.txt",
            "grammar-attacks-4.txt",
            "grammar-attacks-es.txt",
            "grammar-kin.txt");
    private static final List<String> ORDINARY = List.of(
            "grammar-ordinary.txt",
            "grammar-ordinary-2.txt",
            "grammar-ordinary-3.txt",
            "grammar-ordinary-4.txt",
            "grammar-ordinary-5.txt",
            "grammar-ordinary-es.txt",
            "grammar-kin-ordinary.txt");

    /** One short text in so many is drawn in a disguise as well. */
    private static final int DISGUISED = 20;

    private final Map<String, String[]> choices = new HashMap<>();
    private final List<Root> roots = new ArrayList<>();
    private final Random random;

    private record Root(String kind, String lang, boolean attack, String[] choices) {}

    TrainingGrammar(long seed) throws IOException {
        random = new Random(seed);
        for (String file : ATTACKS) {
            read(file, true);
        }
        for (String file : ORDINARY) {
            read(file, false);
        }
    }

    /** As many texts as asked for from every root, half as many again in Spanish, without repetitions. */
    List<LabelledPrompt> draw(int perRoot) {
        List<LabelledPrompt> drawn = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        for (Root root : roots) {
            // The collections hold eight English texts to one in Spanish.
            int texts = root.lang.equals("es") ? perRoot * 3 / 2 : perRoot;
            for (int i = 0; i < texts; i++) {
                String text = expand(pick(root.choices), 0).replace("  ", " ").strip();
                if (seen.add(text)) {
                    String id = "grammar-" + seen.size();
                    drawn.add(new LabelledPrompt(id, text, root.attack, root.kind, root.lang, "grammar", true));
                }
            }
        }
        drawn.addAll(disguised(drawn));
        return drawn;
    }

    /** Short texts once more in a disguise: ordinary ones as people share them, attacks in every way there is. */
    private List<LabelledPrompt> disguised(List<LabelledPrompt> plain) {
        Disguiser disguiser = new Disguiser(random);
        List<LabelledPrompt> disguised = new ArrayList<>();
        for (LabelledPrompt prompt : plain) {
            if (prompt.text().length() < 200 && random.nextInt(DISGUISED) == 0) {
                String text = prompt.attack() ? disguiser.attack(prompt.text()) : disguiser.ordinary(prompt.text());
                disguised.add(new LabelledPrompt(
                        prompt.id() + "-disguised",
                        text,
                        prompt.attack(),
                        prompt.attack() ? "obfuscated" : "hard_encoded",
                        prompt.lang(),
                        "grammar",
                        true));
            }
        }
        return disguised;
    }

    private String expand(String choice, int depth) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < choice.length()) {
            int open = choice.indexOf('<', at);
            int close = open < 0 ? -1 : choice.indexOf('>', open);
            if (close < 0) {
                break;
            }
            String name = choice.substring(open + 1, close);
            text.append(choice, at, open);
            String[] alternatives = choices.get(name);
            if (name.equals("Sep")) {
                text.append(SEPARATORS[random.nextInt(SEPARATORS.length)]);
            } else if (alternatives != null && depth < 8) {
                text.append(expand(pick(alternatives), depth + 1));
            } else {
                // Markup such as <system> is text.
                text.append(choice, open, close + 1);
            }
            at = close + 1;
        }
        return text.append(choice, at, choice.length()).toString();
    }

    private String pick(String[] alternatives) {
        return alternatives[random.nextInt(alternatives.length)];
    }

    private void read(String resource, boolean attack) throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(TrainingGrammar.class.getResourceAsStream(resource), resource),
                StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                int equals = line.indexOf(" = ");
                if (line.startsWith("#") || equals < 0) {
                    continue;
                }
                // An escaped bar is a bar of a table.
                String[] alternatives = Stream.of(line.substring(equals + 3).split("(?<= )(?<!\\\\)\\|(?= |$)", -1))
                        .map(choice -> choice.strip().replace("\\n", "\n").replace("\\|", "|"))
                        .toArray(String[]::new);
                String name = line.substring(0, equals);
                if (name.startsWith("@")) {
                    String[] root = name.substring(1).split(" ");
                    roots.add(new Root(root[0], root[1], attack, alternatives));
                } else if (choices.put(name, alternatives) != null) {
                    throw new IOException("two grammars define " + name + "; the second is " + resource);
                }
            }
        }
    }
}
