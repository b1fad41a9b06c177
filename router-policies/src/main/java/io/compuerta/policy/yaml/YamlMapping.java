package io.compuerta.policy.yaml;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Typed access to a mapping. A method named for a type ({@code text}, {@code integer}) wants the key to be there and
 * reports its absence; its {@code optional} sister does not. Both report a value of the wrong type. After a problem they
 * give an empty or zero value, so check {@link #isSound} before building a record that would refuse it.
 */
public final class YamlMapping {

    private final Node.Mapping mapping;
    private final Problems problems;
    private final @Nullable YamlMapping parent;
    private final String[] lines;
    private final Set<String> misspelt = new HashSet<>();
    private boolean sound = true;

    YamlMapping(Node.Mapping mapping, Problems problems, @Nullable YamlMapping parent, String[] lines) {
        this.mapping = mapping;
        this.problems = problems;
        this.parent = parent;
        this.lines = lines;
    }

    /** Where the mapping starts. */
    public Position position() {
        return mapping.position();
    }

    /** Where the key's value starts; of the mapping itself when the key is absent. */
    public Position positionOf(String key) {
        Node.Entry entry = mapping.entries().get(key);
        return entry == null ? position() : entry.value().position();
    }

    /** The keys in the order written. */
    public Set<String> keys() {
        return mapping.entries().keySet();
    }

    public boolean has(String key) {
        return mapping.entries().containsKey(key);
    }

    /** Whether the key's value is a mapping, for keys that take a mapping or a word. */
    public boolean isMapping(String key) {
        return node(key) instanceof Node.Mapping;
    }

    /** Whether no problem has been reported in this mapping or beneath it. */
    public boolean isSound() {
        return sound;
    }

    /** Reports every other key, with the nearest allowed one, which is then not reported as missing too. */
    public YamlMapping allow(String... allowed) {
        List<String> words = Arrays.asList(allowed);
        mapping.entries().forEach((key, entry) -> {
            if (!words.contains(key)) {
                problem(entry.key(), Nearest.unknown("key", key, words));
                Nearest.to(key, words).ifPresent(misspelt::add);
            }
        });
        return this;
    }

    /** Wants {@code version: } to be the given number. */
    public YamlMapping version(int supported) {
        if (!has("version")) {
            problem(position(), "missing key 'version'; this release reads version " + supported);
        } else if (!(node("version") instanceof Node.Scalar scalar
                && scalar.isNumber()
                && scalar.value().equals(Integer.toString(supported)))) {
            problem(positionOf("version"), "unsupported version; this release reads version " + supported);
        }
        return this;
    }

    /** Reports a problem at the key's value, or at the mapping when the key is absent. */
    public void problemAt(String key, String message) {
        problem(positionOf(key), message);
    }

    /** Reports a problem that belongs to this mapping. */
    public void problem(Position at, String message) {
        problems.add(at, message);
        for (YamlMapping outer = this; outer != null; outer = outer.parent) {
            outer.sound = false;
        }
    }

    // Text

    /** Text that is not blank. */
    public String text(String key) {
        return placedText(key).map(YamlText::value).orElse("");
    }

    /** Text that is not blank, with its place; empty after a problem. */
    public Optional<YamlText> placedText(String key) {
        return required(key) ? optionalText(key) : Optional.empty();
    }

    /** Text that is not blank; empty when the key is absent. */
    public Optional<YamlText> optionalText(String key) {
        return node(key) == null ? Optional.empty() : textOf(key, node(key));
    }

    /** Any single value as written, numbers and {@code true} included; empty when the key is absent. */
    public Optional<YamlText> optionalScalar(String key) {
        Node node = node(key);
        if (node == null) {
            return Optional.empty();
        }
        if (node instanceof Node.Scalar scalar
                && !scalar.isNull()
                && !scalar.value().isBlank()) {
            return Optional.of(new YamlText(scalar, lines));
        }
        if (node instanceof Node.Scalar) {
            problem(node.position(), "'" + key + "' is empty; expected a single value");
        } else {
            expected(key, "a single value", node);
        }
        return Optional.empty();
    }

    /** One of the allowed words; empty when the key is absent or the word unknown, which is reported. */
    public Optional<String> optionalWord(String key, Collection<String> allowed) {
        Optional<String> word = optionalText(key).map(YamlText::value);
        if (word.isPresent() && !allowed.contains(word.get())) {
            problemAt(key, Nearest.unknown("value of '" + key + "':", word.get(), allowed));
            return Optional.empty();
        }
        return word;
    }

    /** A list of texts, at least one. */
    public List<YamlText> texts(String key) {
        if (!required(key)) {
            return List.of();
        }
        List<YamlText> texts = optionalTexts(key);
        if (node(key) instanceof Node.Sequence sequence && sequence.items().isEmpty()) {
            problemAt(key, "'" + key + "' is empty; give at least one");
        }
        return texts;
    }

    /** A list of texts; empty when the key is absent. */
    public List<YamlText> optionalTexts(String key) {
        List<YamlText> texts = new ArrayList<>();
        for (Node item : items(key)) {
            textOf(key, item).ifPresent(texts::add);
        }
        return List.copyOf(texts);
    }

    /**
     * Text with {@code ${NAME}} and {@code ${NAME:default}} replaced. The value never appears in a problem.
     *
     * @return empty when the key is absent, or when a variable has neither value nor default
     */
    public Optional<String> substituted(String key, Environment environment) {
        Optional<YamlText> text = optionalText(key);
        if (text.isPresent() && !Substitution.isWellFormed(text.get().value())) {
            problemAt(key, "'" + key + "' names a variable wrongly; write ${NAME} or ${NAME:default}");
            return Optional.empty();
        }
        return text.flatMap(found -> Substitution.replace(found.value(), environment));
    }

    // Numbers, flags, dates

    public long integer(String key, long least, long most) {
        return required(key) ? optionalInteger(key, least, most).orElse(least) : least;
    }

    public Optional<Long> optionalInteger(String key, long least, long most) {
        Optional<BigDecimal> number = optionalDecimal(key, BigDecimal.valueOf(least), BigDecimal.valueOf(most));
        if (number.isPresent() && number.get().stripTrailingZeros().scale() > 0) {
            problemAt(
                    key,
                    "'" + key + "' must be a whole number, not " + number.get().toPlainString());
            return Optional.empty();
        }
        return number.map(BigDecimal::longValueExact);
    }

    public BigDecimal decimal(String key, BigDecimal least, BigDecimal most) {
        return required(key) ? optionalDecimal(key, least, most).orElse(least) : least;
    }

    public Optional<BigDecimal> optionalDecimal(String key, BigDecimal least, BigDecimal most) {
        Node node = node(key);
        if (node == null) {
            return Optional.empty();
        }
        if (!(node instanceof Node.Scalar scalar) || !scalar.isNumber()) {
            expected(key, "a number", node);
            return Optional.empty();
        }
        BigDecimal number = scalar.number();
        if (number.compareTo(least) < 0 || number.compareTo(most) > 0) {
            problemAt(
                    key,
                    "'" + key + "' must lie between " + least.toPlainString() + " and " + most.toPlainString()
                            + ", not " + scalar.value());
            return Optional.empty();
        }
        return Optional.of(number);
    }

    public Optional<Boolean> optionalFlag(String key) {
        Node node = node(key);
        if (node == null) {
            return Optional.empty();
        }
        if (!(node instanceof Node.Scalar scalar) || !scalar.isFlag()) {
            expected(key, "true or false", node);
            return Optional.empty();
        }
        return Optional.of(scalar.value().toLowerCase(Locale.ROOT).equals("true"));
    }

    /** A day written {@code 2026-09-01}; the epoch's first day after a problem. */
    public LocalDate date(String key) {
        String text = text(key);
        try {
            return text.isEmpty() ? LocalDate.EPOCH : LocalDate.parse(text);
        } catch (DateTimeException e) {
            problemAt(key, "'" + key + "' must be a day written like 2026-09-01, not '" + text + "'");
            return LocalDate.EPOCH;
        }
    }

    // Structure

    /** A mapping; an empty one after a problem. */
    public YamlMapping mapping(String key) {
        return required(key) ? optionalMapping(key).orElseGet(this::nothing) : nothing();
    }

    public Optional<YamlMapping> optionalMapping(String key) {
        return node(key) == null ? Optional.empty() : mappingOf(key, node(key));
    }

    /** A list of mappings, at least one. */
    public List<YamlMapping> mappings(String key) {
        if (!required(key)) {
            return List.of();
        }
        if (node(key) instanceof Node.Sequence sequence && sequence.items().isEmpty()) {
            problemAt(key, "'" + key + "' is empty; give at least one");
        }
        return optionalMappings(key);
    }

    /** A list of mappings; empty when the key is absent. */
    public List<YamlMapping> optionalMappings(String key) {
        List<YamlMapping> mappings = new ArrayList<>();
        for (Node item : items(key)) {
            mappingOf(key, item).ifPresent(mappings::add);
        }
        return List.copyOf(mappings);
    }

    /** A list of which each item is a text or a mapping, at least one; items of another kind are reported. */
    public <T> List<T> textsOrMappings(String key, Function<YamlText, T> ofText, Function<YamlMapping, T> ofMapping) {
        if (!required(key)) {
            return List.of();
        }
        if (node(key) instanceof Node.Sequence sequence && sequence.items().isEmpty()) {
            problemAt(key, "'" + key + "' is empty; give at least one");
        }
        List<T> found = new ArrayList<>();
        for (Node item : items(key)) {
            if (item instanceof Node.Mapping) {
                mappingOf(key, item).map(ofMapping).ifPresent(found::add);
            } else {
                textOf(key, item).map(ofText).ifPresent(found::add);
            }
        }
        return List.copyOf(found);
    }

    /** This mapping's values, each a mapping, by key and in the order written; values of another kind are reported. */
    public Map<String, YamlMapping> children() {
        Map<String, YamlMapping> children = new LinkedHashMap<>();
        mapping.entries()
                .forEach((key, entry) -> mappingOf(key, entry.value()).ifPresent(child -> children.put(key, child)));
        return children;
    }

    private @Nullable Node node(String key) {
        Node.Entry entry = mapping.entries().get(key);
        return entry == null ? null : entry.value();
    }

    private boolean required(String key) {
        if (!has(key) && !misspelt.contains(key)) {
            problem(position(), "missing key '" + key + "'");
        }
        return has(key);
    }

    private List<Node> items(String key) {
        Node node = node(key);
        if (node == null) {
            return List.of();
        }
        if (node instanceof Node.Sequence sequence) {
            return sequence.items();
        }
        expected(key, "a list", node);
        return List.of();
    }

    private Optional<YamlText> textOf(String key, @Nullable Node node) {
        if (node instanceof Node.Scalar scalar
                && scalar.isText()
                && !scalar.value().isBlank()) {
            return Optional.of(new YamlText(scalar, lines));
        }
        if (node instanceof Node.Scalar scalar && scalar.isText()) {
            problem(scalar.position(), "'" + key + "' is blank; expected text");
        } else if (node != null) {
            expected(key, "text", node);
        }
        return Optional.empty();
    }

    private Optional<YamlMapping> mappingOf(String key, @Nullable Node node) {
        if (node instanceof Node.Mapping inner) {
            return Optional.of(new YamlMapping(inner, problems, this, lines));
        }
        if (node != null) {
            expected(key, "a mapping of keys to values", node);
        }
        return Optional.empty();
    }

    private void expected(String key, String what, Node found) {
        String hint = "";
        if (found instanceof Node.Scalar scalar && what.equals("text") && (scalar.isNumber() || scalar.isFlag())) {
            hint = "; put it in quotes";
        } else if (found instanceof Node.Scalar scalar && scalar.isQuotedNumber() && what.equals("a number")) {
            hint = "; take the quotes away";
        }
        problem(found.position(), "'" + key + "' must be " + what + ", found " + found.kind() + hint);
    }

    /** Stands for a mapping that is missing, which has been reported: its own missing keys are not news. */
    private YamlMapping nothing() {
        return new YamlMapping(new Node.Mapping(Map.of(), position()), new Problems(""), this, lines);
    }
}
