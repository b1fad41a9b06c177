package io.compuerta.gateway.privacy;

import io.compuerta.policy.signal.pii.PiiType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.Mac;

/**
 * What takes a value's place for good: {@code [EMAIL-k7x3q9bcdf2g4h5j]}. The same value of a tenant has the same one in every
 * conversation; without the key it says nothing of the value. The hyphen keeps it apart from placeholders, which are
 * restored. Its last characters are a check over the others, so that a digest which comes back in a later turn is known
 * for one of ours, and no detector takes it for a value. Belongs to one thread.
 */
final class Digests {

    private static final int VALUE_LENGTH = 12;
    private static final int CHECK_LENGTH = 4;
    private static final int LENGTH = VALUE_LENGTH + CHECK_LENGTH;
    private static final Set<String> TYPES =
            Arrays.stream(PiiType.values()).map(PiiType::name).collect(Collectors.toUnmodifiableSet());
    /** From bracket to bracket. */
    private static final int LONGEST =
            TYPES.stream().mapToInt(String::length).max().orElse(0) + LENGTH + 3;

    private final Mac mac;

    Digests(PlaceholderKey key) {
        this.mac = key.mac();
    }

    /** All spellings of a value share it. */
    String of(PiiType type, String value) {
        String name = type.name();
        String id = encode("digest", name + ' ' + FoldedText.canonical(type, value), VALUE_LENGTH);
        return '[' + name + '-' + id + check(name, id) + ']';
    }

    private String check(String type, String id) {
        return encode("digest check", type + ' ' + id, CHECK_LENGTH);
    }

    /** Whether a stretch lies within a digest that this key made. */
    boolean covers(String text, int start, int end) {
        int least = Math.max(0, end - LONGEST);
        for (int open = Math.min(start, text.length() - 1); open >= least; open--) {
            if (text.charAt(open) == '[') {
                int close = close(text, open);
                return close >= end - 1 && isOurs(text, open + 1, close);
            }
        }
        return false;
    }

    private static int close(String text, int open) {
        for (int i = open + 1; i < Math.min(text.length(), open + LONGEST); i++) {
            if (text.charAt(i) == ']') {
                return i;
            }
        }
        return -1;
    }

    private boolean isOurs(String text, int start, int end) {
        int hyphen = end - LENGTH - 1;
        if (hyphen <= start || text.charAt(hyphen) != '-') {
            return false;
        }
        String type = text.substring(start, hyphen);
        String id = text.substring(hyphen + 1, hyphen + 1 + VALUE_LENGTH);
        return TYPES.contains(type)
                && text.substring(hyphen + 1 + VALUE_LENGTH, end).equals(check(type, id));
    }

    private String encode(String purpose, String value, int length) {
        mac.update(purpose.getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0);
        ByteBuffer bytes = ByteBuffer.wrap(mac.doFinal(value.getBytes(StandardCharsets.UTF_8)));
        long bits = bytes.getLong();
        char[] id = new char[length];
        for (int i = 0; i < length; i++) {
            int base = Placeholder.ALPHABET.length();
            id[i] = Placeholder.ALPHABET.charAt((int) Long.remainderUnsigned(bits, base));
            bits = Long.divideUnsigned(bits, base);
        }
        return new String(id);
    }
}
