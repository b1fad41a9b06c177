package io.compuerta.policy.decide;

/**
 * Who asks, as far as policies may know.
 *
 * @param tenant the customer the API key belongs to
 * @param user   the end user: the request's {@code user} field, else the key's id
 */
public record Caller(String tenant, String user) {

    /** Leaves out the user, who may be a person's name or address. */
    @Override
    public String toString() {
        return "Caller[" + tenant + "]";
    }
}
