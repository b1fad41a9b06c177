package io.compuerta.policy.signal.output;

/** Finds listed phrases as whole words. Text is held while its end is the beginning of one. */
final class PhraseProbe extends WordProbe {

    private final PhraseSet phrases;
    private final int[] places = new int[Integer.highestOneBit(PhraseSet.LONGEST) * 2];
    private int seen;
    private int node;
    private boolean inWord;

    PhraseProbe(PhraseSet phrases) {
        this.phrases = phrases;
        step(' ', 0);
    }

    @Override
    void letter(char folded, int at) {
        inWord = true;
        step(folded, at);
    }

    @Override
    void gap(int at) {
        if (inWord) {
            inWord = false;
            step(' ', at);
        }
    }

    private void step(char c, int at) {
        places[seen++ & places.length - 1] = at;
        node = phrases.step(node, c);
        int length = phrases.match(node);
        if (length > 0) {
            leak(placeOf(length - 1));
        }
    }

    /** @param back how many of the newest characters, the first of a phrase not counted, which is a space */
    private int placeOf(int back) {
        return places[seen - back & places.length - 1];
    }

    @Override
    int hold() {
        int depth = phrases.depth(node);
        return depth < 2 ? NOWHERE : placeOf(depth - 1);
    }
}
