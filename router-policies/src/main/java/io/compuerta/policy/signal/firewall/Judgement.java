package io.compuerta.policy.signal.firewall;

/**
 * A text as judged.
 *
 * @param reading  which of the views of the normalised text was the gravest
 * @param evidence the features of that view
 * @param weighed  what the models make of it
 * @param alone    what a sentence of it makes of it
 * @param sum      the unbounded score, disguises included
 * @param score    the score as published
 */
record Judgement(
        NormalizedText normalized,
        int reading,
        Evidence evidence,
        FirewallModel.Weighed weighed,
        Alone alone,
        double sum,
        double score) {

    /** Whether the gravest reading is the text as it was given, so that positions in it are positions in the text. */
    boolean reads(String text) {
        return reading == 0
                && normalized.tricks().isEmpty()
                && normalized.plain().equals(text);
    }

    /** Says nothing of the text, which belongs to the user. */
    @Override
    public String toString() {
        return "Judgement[" + normalized + ", " + score + "]";
    }
}
