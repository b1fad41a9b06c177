package io.compuerta.gateway.privacy;

import io.compuerta.policy.signal.pii.PiiType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import javax.crypto.Mac;

/**
 * Derives ids: the first characters of HMAC-SHA256(key, attempt, type, value), in the alphabet of {@link Placeholder}.
 * An id that the text of the call already shows, or that another value has, is passed over for the next attempt; both
 * are rare, so that the calls of a conversation nearly always agree, and within one call they never mislead.
 */
final class PlaceholderMint {

    private static final long IDS = power(Placeholder.ALPHABET.length(), Placeholder.ID_LENGTH);

    private final Mac mac;
    private final Set<String> taken = new HashSet<>();

    PlaceholderMint(PlaceholderKey key) {
        this.mac = key.mac();
    }

    /** Keeps every id out of use that {@code text} could show, however it is escaped. To be called before minting. */
    void avoid(String text) {
        collect(text);
        String once = JsonEscapes.decode(text);
        if (!once.equals(text)) {
            collect(once);
            String twice = JsonEscapes.decode(once);
            if (!twice.equals(once)) {
                collect(twice);
            }
        }
    }

    /** An id shows only after an underscore: looking there is enough, and keeps the set small. */
    private void collect(String text) {
        for (int i = text.indexOf('_'); i >= 0; i = text.indexOf('_', i + 1)) {
            int end = i + 1;
            while (end < text.length() && end <= i + Placeholder.ID_LENGTH && isIdChar(text.charAt(end))) {
                end++;
            }
            if (end == i + 1 + Placeholder.ID_LENGTH) {
                taken.add(FoldedText.ascii(text.substring(i + 1, end)));
            }
        }
    }

    private static boolean isIdChar(char c) {
        return c < 128 && Placeholder.isIdChar(FoldedText.fold(c));
    }

    /** @param canonical what all spellings of the value share */
    String mint(PiiType type, String canonical) {
        byte[] value = canonical.getBytes(StandardCharsets.UTF_8);
        for (int attempt = 0; ; attempt++) {
            mac.update(ByteBuffer.allocate(4).putInt(attempt).flip());
            mac.update(type.name().getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            String id = encode(ByteBuffer.wrap(mac.doFinal(value)).getLong());
            if (hasDigitAndLetter(id) && taken.add(id)) {
                return id;
            }
        }
    }

    private static String encode(long bits) {
        long rest = Long.remainderUnsigned(bits, IDS);
        char[] id = new char[Placeholder.ID_LENGTH];
        for (int i = 0; i < id.length; i++) {
            id[i] = Placeholder.ALPHABET.charAt((int) (rest % Placeholder.ALPHABET.length()));
            rest /= Placeholder.ALPHABET.length();
        }
        return new String(id);
    }

    private static boolean hasDigitAndLetter(String id) {
        return id.chars().anyMatch(c -> c <= '9') && id.chars().anyMatch(c -> c > '9');
    }

    private static long power(long base, int exponent) {
        return exponent == 0 ? 1 : base * power(base, exponent - 1);
    }
}
