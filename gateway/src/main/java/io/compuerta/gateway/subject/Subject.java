package io.compuerta.gateway.subject;

/**
 * An end user of one tenant, as logs and books know them.
 *
 * @param digest the keyed digest of {@link io.compuerta.gateway.privacy.UserPseudonyms}; the same user of another tenant
 *               has another
 */
public record Subject(String tenant, String digest) {

    /** What stands in the place of an erased user's digest. No digest looks like it. */
    public static final String ERASED = "erased";
}
