package io.compuerta.gateway.cli.privacy;

import io.compuerta.policy.signal.pii.PiiFinding;
import java.util.List;

/**
 * The line around a finding, fit for a terminal. Other findings in it are masked as well: one finding must not show
 * another's value.
 *
 * @param before what stands before it in its line
 * @param value  the finding itself, up to the end of the line
 * @param after  what stands behind it in its line
 */
record Excerpt(String before, String value, String after) {

    private static final int AROUND = 50;
    private static final String MORE = "...";

    /**
     * @param all  every finding of the text, in its order, also those that nobody asked for
     * @param at   index of the one to be shown
     * @param show whether values are shown as they are
     */
    static Excerpt of(String text, List<PiiFinding> all, int at, boolean show) {
        PiiFinding finding = all.get(at);
        // Never further than shown: a file may be one line.
        int low = finding.start();
        while (low > 0 && finding.start() - low < AROUND && text.charAt(low - 1) != '\n') {
            low--;
        }
        boolean cutBefore = low > 0 && text.charAt(low - 1) != '\n';
        int most = Math.min(text.length(), finding.end() + AROUND);
        int feed = text.indexOf('\n', finding.end(), most);
        int high = feed < 0 ? most : feed;
        boolean cutAfter = high < text.length() && text.charAt(high) != '\n';
        // A value that begins outside the excerpt is masked all the same: what is seen of it is part of it.
        return new Excerpt(
                (cutBefore ? MORE : "") + masked(text, all, whole(text, low), finding.start(), show),
                value(text, finding, show),
                masked(text, all, finding.end(), whole(text, high), show) + (cutAfter ? MORE : ""));
    }

    private static String value(String text, PiiFinding finding, boolean show) {
        String value = text.substring(finding.start(), finding.end());
        if (!show) {
            return ValueMask.of(finding.type(), value);
        }
        int feed = value.indexOf('\n');
        return Printable.of(feed < 0 ? value : value.substring(0, feed) + MORE);
    }

    private static String masked(String text, List<PiiFinding> all, int from, int to, boolean show) {
        if (show) {
            return Printable.of(text.substring(from, to));
        }
        StringBuilder masked = new StringBuilder();
        int done = from;
        for (int i = firstEndingBehind(all, from); i < all.size() && all.get(i).start() < to; i++) {
            PiiFinding other = all.get(i);
            if (other.start() > done) {
                masked.append(Printable.of(text.substring(done, other.start())));
            }
            masked.append(ValueMask.of(other.type(), text.substring(other.start(), other.end())));
            done = Math.min(to, other.end());
        }
        return masked.append(Printable.of(text.substring(done, to))).toString();
    }

    private static int firstEndingBehind(List<PiiFinding> all, int index) {
        int low = 0;
        int high = all.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (all.get(middle).end() > index) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static int whole(String text, int index) {
        boolean splits = index > 0 && index < text.length() && Character.isLowSurrogate(text.charAt(index));
        return splits ? index - 1 : index;
    }

    /** Without the text. */
    @Override
    public String toString() {
        return "Excerpt[" + (before.length() + value.length() + after.length()) + " chars]";
    }
}
