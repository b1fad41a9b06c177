package io.compuerta.policy.privacy;

import io.compuerta.policy.signal.pii.Checksum;
import io.compuerta.policy.signal.pii.LinearPattern;
import io.compuerta.policy.signal.pii.PatternRecognizer;
import io.compuerta.policy.signal.pii.PiiType;
import io.compuerta.policy.yaml.YamlMapping;
import io.compuerta.policy.yaml.YamlText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a list of recognisers. */
final class RecognizerReader {

    /** Each costs a walk over every text. */
    private static final int MOST = 50;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
    private static final BigDecimal LEAST_CONFIDENCE = new BigDecimal("0.01");
    private static final double USUAL_CONFIDENCE = 0.9;
    private static final int MOST_WORDS = 50;

    private RecognizerReader() {}

    /**
     * Recognisers in the order written.
     *
     * @param lines where each name stands in the file
     */
    record Listed(List<PatternRecognizer> recognizers, Map<String, Integer> lines) {

        static final Listed NONE = new Listed(List.of(), Map.of());

        Listed {
            recognizers = List.copyOf(recognizers);
            lines = Map.copyOf(lines);
        }

        List<PatternRecognizer> followedBy(Listed more) {
            List<PatternRecognizer> all = new ArrayList<>(recognizers);
            all.addAll(more.recognizers());
            return all;
        }
    }

    /** @param before those that hold besides: a tenant's stand on top of everybody's */
    static Listed read(YamlMapping entry, Listed before) {
        List<PatternRecognizer> recognizers = new ArrayList<>();
        Map<String, Integer> lines = new HashMap<>();
        List<YamlMapping> items = entry.optionalMappings("recognizers");
        if (items.size() + before.recognizers().size() > MOST) {
            entry.problemAt(
                    "recognizers",
                    items.size() + before.recognizers().size() + " recognizers are too many; at most " + MOST
                            + ", a tenant's together with everybody's");
        }
        for (YamlMapping item : items) {
            item.allow("name", "type", "pattern", "checksum", "context", "confidence");
            String name = name(item, before, lines);
            recognizer(item, name).ifPresent(recognizers::add);
        }
        return new Listed(recognizers, lines);
    }

    private static String name(YamlMapping item, Listed before, Map<String, Integer> lines) {
        String name = item.text("name");
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            item.problemAt(
                    "name", "a name has small letters, digits and hyphens, at most 40, not '" + shortened(name) + "'");
            return name;
        }
        Integer earlier = before.lines().get(name);
        if (earlier == null) {
            earlier = lines.putIfAbsent(name, item.position().line());
        }
        if (earlier != null && !name.isEmpty()) {
            item.problemAt("name", "the recognizer '" + name + "' stands on line " + earlier + " already");
        }
        return name;
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    private static Optional<PatternRecognizer> recognizer(YamlMapping item, String name) {
        PiiType type = item.optionalWord("type", PrivacyReader.typeNames())
                .map(PiiType::valueOf)
                .orElse(PiiType.ID);
        Optional<LinearPattern> pattern = item.placedText("pattern").flatMap(text -> pattern(item, text));
        Optional<Checksum> checksum =
                item.optionalWord("checksum", Checksum.words()).flatMap(Checksum::find);
        List<String> context = context(item);
        double confidence = item.optionalDecimal("confidence", LEAST_CONFIDENCE, BigDecimal.ONE)
                .map(BigDecimal::doubleValue)
                .orElse(USUAL_CONFIDENCE);
        return item.isSound()
                ? pattern.map(found -> new PatternRecognizer(name, type, found, checksum, context, confidence))
                : Optional.empty();
    }

    private static Optional<LinearPattern> pattern(YamlMapping item, YamlText text) {
        try {
            return Optional.of(LinearPattern.compile(text.value()));
        } catch (LinearPattern.Refused e) {
            item.problem(text.position(), e.getMessage());
            return Optional.empty();
        }
    }

    private static List<String> context(YamlMapping item) {
        List<YamlText> words = item.optionalTexts("context");
        if (words.size() > MOST_WORDS) {
            item.problemAt("context", words.size() + " context words are too many; at most " + MOST_WORDS);
        }
        for (YamlText word : words) {
            if (!PatternRecognizer.isContextWord(word.value())) {
                item.problem(
                        word.position(),
                        "a context word is one word of letters, not '" + shortened(word.value()) + "'");
            }
        }
        return words.stream().map(YamlText::value).toList();
    }
}
