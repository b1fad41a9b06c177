package io.compuerta.gateway.config;

/** The secret from which placeholders and pseudonyms are derived. It never prints. */
public final class InstallationSecret {

    private final byte[] bytes;
    private final boolean lasting;

    /** @param lasting whether it is the same after the next start */
    InstallationSecret(byte[] bytes, boolean lasting) {
        this.bytes = bytes.clone();
        this.lasting = lasting;
    }

    /** Whether it was configured; else it was drawn at the start, and digests of earlier starts cannot be made again. */
    public boolean isLasting() {
        return lasting;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return "InstallationSecret";
    }
}
