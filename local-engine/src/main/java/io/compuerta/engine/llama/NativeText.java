package io.compuerta.engine.llama;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** Reads the library's own C strings (versions, messages). */
final class NativeText {

    /** Longer than any message of the library; a missing terminator cannot send the reader further. */
    private static final int MAX_BYTES = 16_384;

    private NativeText() {}

    static String read(MemorySegment address) {
        if (address.address() == 0) {
            return "";
        }
        MemorySegment text = address.reinterpret(MAX_BYTES);
        int length = 0;
        while (length < MAX_BYTES && text.get(ValueLayout.JAVA_BYTE, length) != 0) {
            length++;
        }
        return new String(text.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }
}
