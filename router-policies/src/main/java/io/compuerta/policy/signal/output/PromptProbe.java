package io.compuerta.policy.signal.output;

/**
 * Finds a row of a system prompt's words. Text is held once three words in a row stand like that in the prompt, from the
 * end of the third on: two or three common words must not delay an answer, and three give nothing away.
 */
final class PromptProbe extends WordProbe {

    private final PromptShingles prompt;
    private final WordRow row;
    private final WordHash word = new WordHash();
    private int wordStart;
    private boolean inWord;
    private int chain = NOWHERE;

    PromptProbe(PromptShingles prompt) {
        this.prompt = prompt;
        this.row = new WordRow(prompt.words());
    }

    @Override
    void letter(char folded, int at) {
        if (!inWord) {
            inWord = true;
            wordStart = at;
        }
        word.add(folded);
    }

    @Override
    void gap(int at) {
        if (!inWord) {
            return;
        }
        inWord = false;
        long ended = word.end();
        if (ended == WordHash.NONE) {
            return;
        }
        row.add(ended, wordStart);
        if (!row.hasThree() || !prompt.isThree(row.lastThree())) {
            chain = NOWHERE;
        } else if (chain == NOWHERE) {
            chain = at;
        }
        if (chain != NOWHERE && row.isFull()) {
            if (prompt.isRow(row.hash())) {
                leak(row.start());
            }
            chain = Math.max(chain, row.secondStart());
        }
    }

    @Override
    int hold() {
        return chain;
    }
}
