package io.compuerta.gateway.cli;

import io.compuerta.policy.share.ShareReplay;
import io.compuerta.policy.share.ShareStatus;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A replayed share for people and for programs. */
record SharePrinter(ShareReplay.Report report, int window, int skip) {

    private static final int ROWS = 12;

    String text() {
        ShareStatus status = report.status();
        StringBuilder out = new StringBuilder();
        line(out, "%,d requests, of which the threshold decides %,d", report.requests(), status.eligible());
        line(
                out,
                "local share wanted %s; of every %,d in a row after the first %,d:",
                percent(status.target()),
                window,
                skip);
        line(out, "  of those the threshold decides   %s", extremes(report.eligible()));
        line(out, "  of all                           %s", extremes(report.all()));
        line(
                out,
                "against their score: %,d kept local, %,d sent to premium (%s)",
                status.keptLocal(),
                status.sentToPremium(),
                percent(status.eligible() == 0 ? 0 : (double) status.overrides() / status.eligible()));
        String when = report.alarms().stream()
                .map(at -> String.format(Locale.ROOT, "%,d", at))
                .collect(Collectors.joining(", "));
        line(out, "the scores drifted %d times%s", report.alarms().size(), when.isEmpty() ? "" : ": after " + when);
        line(out, "");
        line(out, "%10s %10s %10s %10s", "requests", "threshold", "local", "drift");
        List<ShareReplay.Point> path = report.path();
        int step = Math.max(1, (path.size() + ROWS - 1) / ROWS);
        for (int i = 0; i < path.size(); i += step) {
            ShareReplay.Point point = path.get(i);
            line(
                    out,
                    "%,10d %10.3f %10s %10.2f",
                    point.requests(),
                    point.threshold(),
                    percent(point.realised()),
                    point.drift());
        }
        return out.toString().stripTrailing();
    }

    ObjectNode json(JsonMapper json) {
        ShareStatus status = report.status();
        ObjectNode root = json.createObjectNode();
        root.put("requests", report.requests())
                .put("eligible", status.eligible())
                .put("target", status.target())
                .put("window", window)
                .put("skip", skip);
        extremes(root, "eligible_share", report.eligible());
        extremes(root, "all_share", report.all());
        root.put("kept_local", status.keptLocal()).put("sent_to_premium", status.sentToPremium());
        ArrayNode alarms = root.putArray("drift_alarms");
        report.alarms().forEach(alarms::add);
        ArrayNode path = root.putArray("path");
        for (ShareReplay.Point point : report.path()) {
            path.addObject()
                    .put("requests", point.requests())
                    .put("threshold", point.threshold())
                    .put("realised", point.realised())
                    .put("drift", point.drift());
        }
        return root;
    }

    private static void extremes(ObjectNode root, String key, Optional<ShareReplay.Extremes> extremes) {
        extremes.ifPresentOrElse(
                found -> root.putObject(key).put("least", found.least()).put("most", found.most()),
                () -> root.putNull(key));
    }

    private static String extremes(Optional<ShareReplay.Extremes> extremes) {
        return extremes.map(found -> percent(found.least()) + " to " + percent(found.most()))
                .orElse("too few for one window");
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    private static void line(StringBuilder out, String format, Object... arguments) {
        out.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }
}
