package io.compuerta.engine.llama;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Tokens are pieces of bytes, and a character may take several tokens: this keeps the bytes of an unfinished character
 * back until it is whole. Bytes that cannot become a character turn into U+FFFD. Not thread-safe.
 */
final class CharacterAssembler {

    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] pending = new byte[0];

    /** @return the characters that these bytes complete; may be empty */
    String add(byte[] bytes) {
        return decode(bytes, false);
    }

    /** @return what is left at the end: nothing, or a replacement for an unfinished character */
    String finish() {
        return decode(new byte[0], true);
    }

    private String decode(byte[] bytes, boolean last) {
        ByteBuffer input = ByteBuffer.allocate(pending.length + bytes.length)
                .put(pending)
                .put(bytes)
                .flip();
        CharBuffer output = CharBuffer.allocate(input.remaining() + 1);
        decoder.decode(input, output, last);
        if (last) {
            decoder.flush(output);
            decoder.reset();
        }
        pending = new byte[input.remaining()];
        input.get(pending);
        return output.flip().toString();
    }
}
