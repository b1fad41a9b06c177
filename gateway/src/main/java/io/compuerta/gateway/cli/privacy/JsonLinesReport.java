package io.compuerta.gateway.cli.privacy;

import java.io.PrintWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One JSON object for each finding and for each file that could not be read. */
final class JsonLinesReport implements ScanReport {

    private static final double DIGITS = 1e6;

    private final JsonMapper json = JsonMapper.builder().build();
    private final PrintWriter out;
    private final boolean show;

    /** @param show whether values are written as they are, beside their masks */
    JsonLinesReport(PrintWriter out, boolean show) {
        this.out = out;
        this.show = show;
    }

    @Override
    public void found(Target target, FileFinding finding) {
        ObjectNode line = json.createObjectNode();
        line.put("file", target.shown())
                .put("line", finding.start().line())
                .put("column", finding.start().column())
                .put("end_line", finding.end().line())
                .put("end_column", finding.end().column())
                .put("start", finding.start().offset())
                .put("end", finding.end().offset())
                .put("type", finding.found().type().name())
                .put("confidence", Math.round(finding.found().confidence() * DIGITS) / DIGITS)
                .put("detector", finding.found().detector())
                .put("masked", finding.masked());
        if (show) {
            line.put("value", finding.value());
        }
        out.println(json.writeValueAsString(line));
    }

    @Override
    public void problem(String shown, String why) {
        out.println(json.writeValueAsString(
                json.createObjectNode().put("file", shown).put("error", why)));
    }

    @Override
    public void end(ScanTally tally) {
        out.flush();
    }
}
