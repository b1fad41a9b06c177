package io.compuerta.policy.signal.firewall;

/**
 * The gravest sentence that a rule names, read as a text of its own. Harmless text around an attack lowers the score of the
 * whole, and the more of it the lower; an order that has a name must not be hidden by what stands around it.
 *
 * @param from first word of the sentence
 * @param to   the word behind its last
 * @param gain what it adds to the score of the whole text; 0 when the whole is graver by itself, or no rule names a sentence
 */
record Alone(int from, int to, double gain) {

    static final Alone NOTHING = new Alone(0, 0, 0);

    /** What such a sentence must have beyond a text that consists of it: harmless company counts for something. */
    private static final double COMPANY = 1;

    /**
     * @param view    the reading that the evidence is of
     * @param weighed what the models make of the whole
     */
    static Alone of(
            String view, Evidence evidence, FirewallModel.Weighed weighed, FirewallModel model, FirewallRules rules) {
        Words words = evidence.words();
        if (evidence.hits().isEmpty() || weighed.windows().sentences() < 2) {
            return NOTHING;
        }
        boolean[] named = new boolean[words.count()];
        evidence.hits().forEach(hit -> named[hit.to()] = true);
        int[] gravest = new int[2];
        Windows.sentences(words, Windows.SENTENCE, (from, to) -> {
            boolean graver = gravest[1] == 0
                    || weighed.windows().score(from, to) > weighed.windows().score(gravest[0], gravest[1]);
            if (graver && isAny(named, from, to)) {
                gravest[0] = from;
                gravest[1] = to;
            }
        });
        if (gravest[1] == 0) {
            return NOTHING;
        }
        int end = gravest[1] == words.count() ? view.length() : words.origin(gravest[1]);
        Evidence sentence = Evidence.of(view.substring(words.origin(gravest[0]), end), rules);
        double gain = model.evidence(model.weigh(sentence)) - COMPANY - model.evidence(weighed);
        return gain > 0 ? new Alone(gravest[0], gravest[1], gain) : NOTHING;
    }

    private static boolean isAny(boolean[] marks, int from, int to) {
        for (int i = from; i < to; i++) {
            if (marks[i]) {
                return true;
            }
        }
        return false;
    }

    boolean is(int first, int behind) {
        return gain > 0 && from == first && to == behind;
    }
}
