package io.compuerta.policy.signal.pii;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Weights of the name tagger: for each hashed feature one signed byte a label, and for each pair of neighbouring labels
 * and kind of token one more. Immutable by convention: nothing writes to the arrays after construction.
 *
 * @param slots       rows of the table, a power of two
 * @param rows        {@code slots * STRIDE} weights
 * @param transitions {@code KINDS * LABELS * LABELS} weights, by kind, label before, label
 */
record TagModel(int slots, byte[] rows, int[] transitions) {
    static final int OUTSIDE = 0;
    static final int BEGIN_PERSON = 1;
    static final int IN_PERSON = 2;
    static final int BEGIN_ADDRESS = 3;
    static final int IN_ADDRESS = 4;
    static final int LABELS = 5;

    /** Bytes a row takes; a power of two keeps a row within one cache line. */
    static final int STRIDE = 8;

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int MAGIC = 0x434e5447;
    private static final int VERSION = 1;

    static TagModel read(InputStream stream) throws IOException {
        var in = new DataInputStream(stream);
        int magic = in.readInt();
        int version = in.readInt();
        if (magic != MAGIC || version != VERSION) {
            throw new IOException(
                    "not a name model of version " + VERSION + " but " + Integer.toHexString(magic) + "/" + version);
        }
        int slots = in.readInt();
        var transitions = new int[TagFeatures.KINDS * LABELS * LABELS];
        for (int i = 0; i < transitions.length; i++) {
            transitions[i] = in.readShort();
        }
        var rows = new byte[slots * STRIDE];
        var label = new byte[slots];
        for (int l = 0; l < LABELS; l++) {
            in.readFully(label);
            for (int slot = 0; slot < slots; slot++) {
                rows[slot * STRIDE + l] = label[slot];
            }
        }
        return new TagModel(slots, rows, transitions);
    }

    void write(OutputStream stream) throws IOException {
        var out = new DataOutputStream(stream);
        out.writeInt(MAGIC);
        out.writeInt(VERSION);
        out.writeInt(slots);
        for (int weight : transitions) {
            out.writeShort(weight);
        }
        for (int l = 0; l < LABELS; l++) {
            for (int slot = 0; slot < slots; slot++) {
                out.writeByte(rows[slot * STRIDE + l]);
            }
        }
        out.flush();
    }

    /**
     * Adds up the weights of some rows, label by label. A row is read at once and summed in lanes of sixteen bits, raised by
     * 128 so that no lane borrows from the next; 256 rows and fewer fit.
     *
     * @param sums takes {@link #LABELS} sums from {@code base} on
     */
    void sum(int[] features, int[] sums, int base) {
        long even = 0;
        long odd = 0;
        for (int row : features) {
            long weights = (long) EIGHT_BYTES.get(rows, row * STRIDE) ^ 0x8080808080808080L;
            even += weights & 0x00FF00FF00FF00FFL;
            odd += weights >>> 8 & 0x00FF00FF00FF00FFL;
        }
        int raised = features.length * 128;
        sums[base] = (int) (even & 0xFFFF) - raised;
        sums[base + 1] = (int) (odd & 0xFFFF) - raised;
        sums[base + 2] = (int) (even >>> 16 & 0xFFFF) - raised;
        sums[base + 3] = (int) (odd >>> 16 & 0xFFFF) - raised;
        sums[base + 4] = (int) (even >>> 32 & 0xFFFF) - raised;
    }

    /** The model shipped with the package. */
    static TagModel standard() {
        return Holder.STANDARD;
    }

    @Override
    public String toString() {
        return "TagModel[" + slots + " rows]";
    }

    private static final class Holder {
        static final TagModel STANDARD = load();

        private static TagModel load() {
            try (InputStream stream = TagModel.class.getResourceAsStream("names-1.bin")) {
                if (stream == null) {
                    throw new IllegalStateException("the resource names-1.bin is missing beside " + TagModel.class);
                }
                return read(new java.io.BufferedInputStream(stream, 1 << 16));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
