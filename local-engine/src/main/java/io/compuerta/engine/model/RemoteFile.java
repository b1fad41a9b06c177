package io.compuerta.engine.model;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What a server says about a file before it is fetched.
 *
 * @param address where to ask for it
 * @param token   to ask with, or null
 * @param bytes   its length, or -1 if unknown
 * @param sha256  expected, in lower-case hex, or null if nobody states one
 * @param witness who states it, for people
 * @param tag     that changes when the file does; empty if unknown
 */
record RemoteFile(
        URI address,
        @Nullable String token,
        long bytes,
        @Nullable String sha256,
        String witness,
        String tag) {

    /** What an interrupted download must have been of, to be gone on with; empty if that cannot be told. */
    String identity() {
        return sha256 != null ? sha256 : tag;
    }

    RemoteFile withBytes(long length) {
        return new RemoteFile(address, token, length, sha256, witness, tag);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "RemoteFile[" + address.getHost() + ", " + bytes + " bytes]";
    }
}
