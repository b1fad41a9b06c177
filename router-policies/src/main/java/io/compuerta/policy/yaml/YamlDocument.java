package io.compuerta.policy.yaml;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One configuration file, being read. Reading never stops at the first problem: accessors report what is wrong and go on
 * with a harmless value, and {@link #orThrow} turns the collected problems into one {@link ConfigException}.
 *
 * <pre>{@code
 * YamlDocument file = YamlDocument.parse("keys.yaml", text);
 * YamlMapping root = file.root().allow("version", "keys").version(1);
 * List<Key> keys = new ArrayList<>();
 * for (YamlMapping entry : root.mappings("keys")) {
 *     entry.allow("id", "sha256", "tenant");
 *     String id = entry.text("id");
 *     String tenant = entry.text("tenant");
 *     if (entry.isSound()) {
 *         keys.add(new Key(id, tenant));
 *     }
 * }
 * return file.orThrow(() -> new Keys(keys));
 * }</pre>
 *
 * <p>Bounded against hostile files: a million characters, 32 levels, 100,000 values, 100 aliases. Not thread-safe.
 */
public final class YamlDocument {

    private static final int HASH_DIGITS = 12;

    private final String text;
    private final Problems problems;
    private final YamlMapping root;

    private YamlDocument(String text, Problems problems, YamlMapping root) {
        this.text = text;
        this.problems = problems;
        this.root = root;
    }

    /**
     * Reads YAML. Never throws: text that is no YAML gives an empty root and a problem.
     *
     * @param file the name shown in problems; nothing is opened
     */
    public static YamlDocument parse(String file, String text) {
        Problems problems = new Problems(file);
        Optional<Node> node = Composer.compose(text, problems);
        String[] lines = text.split("\r?\n", -1);
        if (node.isPresent() && node.get() instanceof Node.Mapping mapping) {
            return new YamlDocument(text, problems, new YamlMapping(mapping, problems, null, lines));
        }
        if (node.isPresent()) {
            problems.add(
                    node.get().position(),
                    "expected a mapping of keys to values, found " + node.get().kind());
        } else if (problems.inReadingOrder().isEmpty()) {
            problems.add(Position.START, "the file is empty");
        }
        Node.Mapping nothing = new Node.Mapping(Map.of(), Position.START);
        // Its missing keys are no news beside the problem just reported.
        return new YamlDocument(text, problems, new YamlMapping(nothing, new Problems(file), null, lines));
    }

    public YamlMapping root() {
        return root;
    }

    /** Twelve hexadecimal digits of the text's SHA-256, to name a file's version: the same text gives the same. */
    public String contentHash() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Everything reported so far, in reading order. */
    public List<Problem> problems() {
        return problems.inReadingOrder();
    }

    /**
     * The result, when nothing was wrong.
     *
     * @throws ConfigException with every problem reported
     */
    public <T> T orThrow(Supplier<T> result) {
        List<Problem> found = problems();
        if (!found.isEmpty()) {
            throw new ConfigException(found);
        }
        return result.get();
    }
}
