package io.compuerta.engine.llama;

import io.compuerta.engine.Priority;

/** Prompt tokens that were asked for and not yet read: what a newcomer has before it. Thread-safe. */
final class PromptBacklog {

    private long tokens;
    private long batchTokens;
    private int waiting;
    private int waitingBatch;

    /**
     * What goes before a newcomer.
     *
     * @param tokens  of prompts, to be read
     * @param waiting requests without a slot
     */
    record Ahead(long tokens, int waiting) {}

    /** One request's part in it. */
    final class Share {
        private final boolean batch;
        private int unread;
        private boolean seated;
        private boolean closed;

        private Share(boolean batch) {
            this.batch = batch;
        }

        /** What is left to read, as known by now. */
        void unread(int count) {
            synchronized (PromptBacklog.this) {
                if (!closed) {
                    add(count - unread);
                }
            }
        }

        /** Has a slot, so that it goes before whoever waits. */
        void seated() {
            synchronized (PromptBacklog.this) {
                if (!closed && !seated) {
                    int all = unread;
                    add(-all);
                    enter(-1);
                    seated = true;
                    add(all);
                }
            }
        }

        /** Asks for nothing more; any number of times. */
        void close() {
            synchronized (PromptBacklog.this) {
                if (!closed) {
                    add(-unread);
                    if (!seated) {
                        enter(-1);
                    }
                    closed = true;
                }
            }
        }

        private void add(int count) {
            unread += count;
            if (batch && !seated) {
                batchTokens += count;
            } else {
                tokens += count;
            }
        }

        private void enter(int count) {
            if (batch) {
                waitingBatch += count;
            } else {
                waiting += count;
            }
        }
    }

    Share enter(Priority priority, int estimate) {
        Share share = new Share(priority == Priority.BATCH);
        synchronized (this) {
            share.add(estimate);
            share.enter(1);
        }
        return share;
    }

    synchronized Ahead before(Priority priority) {
        return priority == Priority.BATCH
                ? new Ahead(tokens + batchTokens, waiting + waitingBatch)
                : new Ahead(tokens, waiting);
    }
}
