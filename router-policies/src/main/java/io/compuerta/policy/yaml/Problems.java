package io.compuerta.policy.yaml;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong in one file. Not thread-safe: a file is read by one thread. */
final class Problems {

    private final String file;
    private final List<Problem> found = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    void add(Position at, String message) {
        Problem problem = new Problem(file, at.line(), at.column(), message);
        // An alias is read once for each place that uses it; the person needs to hear of it once.
        if (!found.contains(problem)) {
            found.add(problem);
        }
    }

    List<Problem> inReadingOrder() {
        return found.stream().sorted().toList();
    }
}
