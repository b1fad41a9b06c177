package io.compuerta.policy.signal.pii;

import java.util.ArrayList;
import java.util.List;

/** An invented text and what must be found in it, written as {@code [[TYPE|value]]}. */
record MarkedText(String text, List<Mark> marks) {

    record Mark(int start, int end, PiiType type) {

        /** The same type, and half of either covered by the other. */
        boolean matches(PiiFinding finding) {
            int shared = Math.min(end, finding.end()) - Math.max(start, finding.start());
            return finding.type() == type && shared * 2 >= end - start && shared * 2 >= finding.end() - finding.start();
        }
    }

    static MarkedText parse(String line) {
        var text = new StringBuilder();
        List<Mark> marks = new ArrayList<>();
        String rest = line.replace("\\n", "\n");
        int open = rest.indexOf("[[");
        while (open >= 0) {
            int bar = rest.indexOf('|', open);
            int close = rest.indexOf("]]", bar);
            text.append(rest, 0, open);
            int start = text.length();
            text.append(rest, bar + 1, close);
            marks.add(new Mark(start, text.length(), PiiType.valueOf(rest.substring(open + 2, bar))));
            rest = rest.substring(close + 2);
            open = rest.indexOf("[[");
        }
        return new MarkedText(text.append(rest).toString(), marks);
    }
}
