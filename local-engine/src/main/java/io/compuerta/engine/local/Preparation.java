package io.compuerta.engine.local;

/** How far an engine is that cannot answer yet. */
sealed interface Preparation {

    /** In one line, for people. */
    String inWords();

    record Searching() implements Preparation {
        @Override
        public String inWords() {
            return "the local engine is looking for a model";
        }
    }

    /** @param totalBytes or -1 if unknown */
    record Fetching(String file, long bytes, long totalBytes) implements Preparation {
        @Override
        public String inWords() {
            String share =
                    totalBytes > 0 ? " (" + 100 * bytes / totalBytes + " % of " + (totalBytes >> 20) + " MB)" : "";
            return "the local engine is fetching " + file + share;
        }
    }

    record Loading(String model) implements Preparation {
        @Override
        public String inWords() {
            return "the local engine is loading " + model;
        }
    }

    /** It came to nothing. */
    record Failed(String reason) implements Preparation {
        @Override
        public String inWords() {
            return reason;
        }
    }
}
