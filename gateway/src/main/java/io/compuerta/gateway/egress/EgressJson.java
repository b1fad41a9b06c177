package io.compuerta.gateway.egress;

import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Records as JSON, the same from the gateway, on the command line and in the log. */
public final class EgressJson {

    private final JsonMapper json;

    public EgressJson(JsonMapper json) {
        this.json = json;
    }

    /** {@code {object, data, has_more, next}}. */
    public ObjectNode write(EgressPage page) {
        ObjectNode root = json.createObjectNode().put("object", "list");
        ArrayNode data = root.putArray("data");
        page.records().forEach(kept -> {
            ObjectNode node = data.addObject().put("id", kept.id());
            write(kept.record(), node);
        });
        root.put("has_more", page.next().isPresent());
        if (page.next().isPresent()) {
            root.put("next", page.next().getAsLong());
        } else {
            root.putNull("next");
        }
        return root;
    }

    /** One record that the ledger could not keep, on a line. */
    public String lost(EgressRecord record) {
        ObjectNode node = json.createObjectNode().put("object", "egress.lost");
        write(record, node);
        return json.writeValueAsString(node);
    }

    private static void write(EgressRecord record, ObjectNode node) {
        node.put("at", record.at().toString());
        node.put("request_id", record.requestId());
        node.put("tenant", record.tenant());
        node.put("user", record.userDigest());
        node.put("provider", record.provider());
        node.put("model", record.model());
        ArrayNode residency = node.putArray("residency");
        record.residency().forEach(residency::add);
        Optional<Integer> days = record.retentionDays().isPresent()
                ? Optional.of(record.retentionDays().getAsInt())
                : Optional.empty();
        days.ifPresentOrElse(known -> node.put("retention_days", known), () -> node.putNull("retention_days"));
        record.training().ifPresentOrElse(known -> node.put("training", known), () -> node.putNull("training"));
        node.put("sensitivity", record.sensitivity());
        node.put("rule", record.rule());
        node.put("policy", record.policy());
        ObjectNode replaced = node.putObject("replaced");
        record.replaced().forEach(replaced::put);
        node.put("purpose", record.purpose());
        node.put("attempt", record.attempt());
        node.put("bytes", record.bytes());
        node.put("hmac_sha256", record.hmac());
        node.put("outcome", record.outcome());
        record.refused().ifPresentOrElse(why -> node.put("reason", why), () -> node.putNull("reason"));
    }
}
