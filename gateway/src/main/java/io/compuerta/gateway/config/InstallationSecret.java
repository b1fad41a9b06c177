package io.compuerta.gateway.config;

/** The secret from which placeholders and pseudonyms are derived. It never prints. */
public final class InstallationSecret {

    private final byte[] bytes;

    InstallationSecret(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return "InstallationSecret";
    }
}
