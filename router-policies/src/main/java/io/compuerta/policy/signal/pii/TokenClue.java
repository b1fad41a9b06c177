package io.compuerta.policy.signal.pii;

import java.util.ArrayList;
import java.util.List;

/** Runs of characters that begin as issuers let their keys begin: {@code sk-}, {@code ghp_}, {@code eyJ}. */
final class TokenClue extends SecretClue {

    /** An equals sign further into a run does not begin another token. */
    private static final int ASSIGNMENT_REACH = 80;
    /** What stands before a bot's token and belongs to its form. */
    private static final int BOT_NUMBER = 9;

    private static final Prefixes PREFIXES = new Prefixes(Secrets.prefixes());

    private int runStart = NONE;
    private int start = NONE;
    private int node = Prefixes.DEAD;
    private boolean bot;
    private boolean complete;
    private boolean spent;
    private char before;

    @Override
    int next(char c, int at) {
        char previous = before;
        before = c;
        if (!Secrets.isTokenChar(c)) {
            int due = end();
            runStart = NONE;
            spent = false;
            return due;
        }
        if (runStart == NONE) {
            runStart = at;
            begin(at, previous);
        } else if (previous == '=' && at - 1 < runStart + ASSIGNMENT_REACH && !complete && !spent) {
            begin(at, previous);
        }
        if (!complete && node != Prefixes.DEAD) {
            node = PREFIXES.step(node, c);
            complete = PREFIXES.isComplete(node);
        }
        if (complete && at - start + 1 >= MOST) {
            spent = true;
            return end();
        }
        return NONE;
    }

    private void begin(int at, char previous) {
        start = at;
        bot = previous == ':';
        node = bot ? Prefixes.BOT : Prefixes.ROOT;
    }

    @Override
    int end() {
        int due = complete ? Math.max(0, bot ? start - BOT_NUMBER : start) : NONE;
        complete = false;
        node = Prefixes.DEAD;
        start = NONE;
        return due;
    }

    @Override
    int hold() {
        return complete || node != Prefixes.DEAD ? start : NONE;
    }

    /** Beginnings as a tree; immutable. */
    private static final class Prefixes {

        static final int DEAD = -1;
        static final int ROOT = 0;
        /** After a colon, where a bot's token may begin as well. */
        static final int BOT = 1;

        private static final int LETTERS = 128;

        private final List<short[]> nodes = new ArrayList<>();
        private final List<Boolean> ends = new ArrayList<>();

        Prefixes(List<String> prefixes) {
            add();
            add();
            prefixes.forEach(prefix -> insert(ROOT, prefix));
            insert(ROOT, "eyJ");
            prefixes.forEach(prefix -> insert(BOT, prefix));
            insert(BOT, "eyJ");
            insert(BOT, "AA");
        }

        private int add() {
            nodes.add(new short[LETTERS]);
            ends.add(false);
            return nodes.size() - 1;
        }

        private void insert(int root, String prefix) {
            int node = root;
            for (int i = 0; i < prefix.length(); i++) {
                short[] next = nodes.get(node);
                if (next[prefix.charAt(i)] == 0) {
                    next[prefix.charAt(i)] = (short) add();
                }
                node = next[prefix.charAt(i)];
            }
            ends.set(node, true);
        }

        int step(int node, char c) {
            int next = c < LETTERS ? nodes.get(node)[c] : 0;
            return next == 0 ? DEAD : next;
        }

        boolean isComplete(int node) {
            return node != DEAD && ends.get(node);
        }
    }
}
