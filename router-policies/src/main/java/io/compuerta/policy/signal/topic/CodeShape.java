package io.compuerta.policy.signal.topic;

import java.util.regex.Pattern;

/** Tells pasted program text from prose. */
final class CodeShape {

    private static final int READ_AT_MOST = 20_000;

    /** Each alternative begins with a fixed word or mark, so that a scan stays linear. */
    private static final Pattern MARKS = Pattern.compile("```"
            + "|\\bpublic (?:static|class|void|final|record|interface)\\b|\\bdef \\w{1,60}\\("
            + "|\\bfunction \\w{0,60}\\(|\\bfunc \\w{1,60}\\(|\\bconst \\w{1,60} ?=|#include ?<|\\bimport (?:java|numpy|pandas|React|os\\b)"
            + "|\\bSELECT [^;?]{1,200}? FROM\\b|\\bCREATE TABLE\\b|\\bINSERT INTO\\b|=> ?\\{|\\);\\s*\\}|\\bfn \\w{1,60}\\("
            + "|Traceback \\(most recent|Exception in thread|<\\?php|#!/");

    private CodeShape() {}

    static boolean in(String text) {
        CharSequence head = text.length() <= READ_AT_MOST ? text : text.substring(0, READ_AT_MOST);
        return MARKS.matcher(head).find();
    }
}
