package io.compuerta.gateway.cli.privacy;

import io.compuerta.policy.signal.pii.PiiType;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * SARIF 2.1.0 (OASIS), as code scanning services read it: a rule for each type, regions in UTF-16 code units. Values are
 * masked, and no fingerprint is made of them, since a hash of an identity number can be guessed.
 */
final class SarifReport implements ScanReport {

    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
    private static final String ROOT = "%SRCROOT%";

    private record Problem(String shown, String why) {}

    private final JsonMapper json = JsonMapper.builder().build();
    private final JsonGenerator out;
    private final List<Problem> problems = new ArrayList<>();

    /** @param version of the product */
    SarifReport(PrintWriter writer, String version) {
        this.out = json.createGenerator(writer);
        out.writeStartObject();
        out.writeStringProperty("$schema", SCHEMA);
        out.writeStringProperty("version", "2.1.0");
        out.writeArrayPropertyStart("runs");
        out.writeStartObject();
        out.writeName("tool");
        json.writeValue(out, tool(version));
        out.writeStringProperty("columnKind", "utf16CodeUnits");
        out.writeArrayPropertyStart("results");
    }

    private ObjectNode tool(String version) {
        ObjectNode tool = json.createObjectNode();
        ObjectNode driver = tool.putObject("driver").put("name", "compuerta").put("version", version);
        var rules = driver.putArray("rules");
        for (PiiType type : PiiType.values()) {
            ObjectNode rule = rules.addObject().put("id", type.name());
            rule.putObject("shortDescription").put("text", description(type));
            rule.putObject("defaultConfiguration").put("level", level(type));
            rule.putObject("properties").putArray("tags").add(type == PiiType.SECRET ? "security" : "privacy");
        }
        return tool;
    }

    private static String description(PiiType type) {
        return switch (type) {
            case SECRET -> "A key, token or password";
            case PERSON -> "A person's name";
            case DOB -> "A date of birth";
            default -> "Personal data: " + type.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }

    private static String level(PiiType type) {
        return type == PiiType.SECRET ? "error" : "warning";
    }

    @Override
    public void found(Target target, FileFinding finding) {
        PiiType type = finding.found().type();
        ObjectNode result = json.createObjectNode()
                .put("ruleId", type.name())
                .put("ruleIndex", type.ordinal())
                .put("level", level(type))
                .put("rank", Math.round(finding.found().confidence() * 1000) / 10.0);
        result.putObject("message")
                .put(
                        "text",
                        String.format(
                                Locale.ROOT,
                                "%s %s (confidence %.2f, found by %s)",
                                type,
                                finding.masked(),
                                finding.found().confidence(),
                                finding.found().detector()));
        ObjectNode location = result.putArray("locations").addObject().putObject("physicalLocation");
        String uri = ScanReport.uri(target);
        ObjectNode artifact = location.putObject("artifactLocation").put("uri", uri);
        if (!uri.startsWith("file:")) {
            artifact.put("uriBaseId", ROOT);
        }
        location.putObject("region")
                .put("startLine", finding.start().line())
                .put("startColumn", finding.start().unit())
                .put("endLine", finding.end().line())
                .put("endColumn", finding.end().unit());
        json.writeValue(out, result);
    }

    @Override
    public void problem(String shown, String why) {
        problems.add(new Problem(shown, why));
    }

    @Override
    public void end(ScanTally tally) {
        out.writeEndArray();
        ObjectNode invocation = json.createObjectNode().put("executionSuccessful", problems.isEmpty());
        if (!problems.isEmpty()) {
            var notifications = invocation.putArray("toolExecutionNotifications");
            for (Problem problem : problems) {
                notifications
                        .addObject()
                        .put("level", "error")
                        .putObject("message")
                        .put("text", problem.shown() + " " + problem.why());
            }
        }
        out.writeName("invocations");
        json.writeValue(out, json.createArrayNode().add(invocation));
        out.writeEndObject();
        out.writeEndArray();
        out.writeEndObject();
        out.writeRaw('\n');
        out.flush();
    }
}
