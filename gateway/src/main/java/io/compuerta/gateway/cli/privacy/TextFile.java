package io.compuerta.gateway.cli.privacy;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a UTF-8 file into pieces of bounded size. Each piece carries some of what stands before and behind it, so that a
 * finding at a border is seen whole and with its context. Not thread-safe.
 */
final class TextFile implements Closeable {

    /** How pieces are cut, in characters. */
    record Cut(int piece, int before, int behind) {

        /** A megabyte of memory a piece; the surroundings hold the longest private key and any address. */
        static final Cut USUAL = new Cut(1 << 18, 1 << 12, 1 << 13);
    }

    /** As git and grep do: a NUL near the beginning means that this is no text. */
    private static final int TELLING_BYTES = 8_000;

    private static final byte[] PDF = "%PDF-".getBytes(StandardCharsets.US_ASCII);

    private final Target target;
    private final Cut cut;
    private final InputStream in;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
    private final CharBuffer chars = CharBuffer.allocate(1 << 16);
    private final StringBuilder text = new StringBuilder();
    private Place place = Place.START;
    private int from;
    private long decoded;
    private boolean ended;

    private TextFile(Target target, Cut cut, InputStream in) {
        this.target = target;
        this.cut = cut;
        this.in = in;
        bytes.limit(0);
    }

    /** Opens a file and looks at its beginning. */
    static TextFile open(Target target, Cut cut) throws IOException, NotTextException {
        InputStream in = target.open();
        TextFile file = new TextFile(target, cut, in);
        try {
            file.begin();
            return file;
        } catch (IOException | NotTextException e) {
            in.close();
            throw e;
        }
    }

    /** Bytes that have been read and understood. */
    long position() {
        return decoded;
    }

    /** The next piece, or null at the end. */
    ScanItem.@Nullable Piece next() throws IOException, NotTextException {
        while (!ended && text.length() < from + cut.piece() + cut.behind()) {
            decode();
        }
        if (from == text.length()) {
            return null;
        }
        int to = ended ? text.length() : border();
        var piece = new ScanItem.Piece(target, text.toString(), from, to, place);
        int drop = wholeCharacter(Math.max(0, to - cut.before()));
        place = place.after(text, 0, drop);
        text.delete(0, drop);
        from = to - drop;
        return piece;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Behind a line or a word where there is one in the last quarter of the piece. */
    private int border() {
        int most = wholeCharacter(from + cut.piece());
        int least = from + cut.piece() / 4 * 3;
        int line = text.lastIndexOf("\n", most - 1) + 1;
        if (line > least) {
            return line;
        }
        int word = text.lastIndexOf(" ", most - 1) + 1;
        return word > least ? word : most;
    }

    private int wholeCharacter(int index) {
        boolean splits = index > 0 && index < text.length() && Character.isLowSurrogate(text.charAt(index));
        return splits ? index - 1 : index;
    }

    private void begin() throws IOException, NotTextException {
        bytes.clear();
        bytes.put(in.readNBytes(TELLING_BYTES)).flip();
        byte[] head = Arrays.copyOf(bytes.array(), bytes.limit());
        if (startsWith(head, 0xFE, 0xFF) || startsWith(head, 0xFF, 0xFE)) {
            throw new NotTextException("is UTF-16; convert it to UTF-8 first", false);
        }
        if (startsWith(head, 0xEF, 0xBB, 0xBF)) {
            bytes.position(3);
            decoded = 3;
        }
        boolean pdf = head.length >= PDF.length && Arrays.equals(head, 0, PDF.length, PDF, 0, PDF.length);
        if (pdf) {
            throw new NotTextException("is a PDF; extract its text first", true);
        }
        for (byte b : head) {
            if (b == 0) {
                throw new NotTextException("is a binary file", true);
            }
        }
    }

    private static boolean startsWith(byte[] head, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (i >= head.length || (head[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private void decode() throws IOException, NotTextException {
        int waiting = bytes.position();
        CoderResult result = decoder.decode(bytes, chars, false);
        decoded += bytes.position() - waiting;
        take();
        if (result.isError()) {
            throw malformed();
        }
        if (result.isUnderflow() && !fill()) {
            finish();
        }
    }

    private boolean fill() throws IOException {
        bytes.compact();
        int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
        bytes.position(bytes.position() + Math.max(read, 0));
        bytes.flip();
        return read > 0;
    }

    private void finish() throws NotTextException {
        ended = true;
        CoderResult result = decoder.decode(bytes, chars, true);
        if (result.isError()) {
            throw malformed();
        }
        decoder.flush(chars);
        take();
    }

    private void take() {
        chars.flip();
        text.append(chars);
        chars.clear();
    }

    private NotTextException malformed() {
        return new NotTextException(
                "is not UTF-8 text: byte " + (decoded + 1) + " fits no character; convert it to UTF-8 first", false);
    }
}
