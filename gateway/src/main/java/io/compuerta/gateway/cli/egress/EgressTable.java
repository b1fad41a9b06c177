package io.compuerta.gateway.cli.egress;

import io.compuerta.gateway.cli.Terminal;
import io.compuerta.gateway.egress.EgressPage;
import io.compuerta.gateway.egress.EgressRecord;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Records for people's eyes, a line each, newest first. Columns are as wide as what stands in them. */
final class EgressTable {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final List<String> HEADS = List.of(
            "TIME (UTC)",
            "REQUEST",
            "TENANT",
            "MODEL",
            "WHERE",
            "KEPT",
            "LEVEL",
            "REPLACED",
            "BYTES",
            "WHY",
            "OUTCOME");
    private static final int OUTCOME = HEADS.size() - 1;
    private static final String UNSTATED = "?";

    private final Terminal terminal;

    EgressTable(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(EgressPage page) {
        if (page.records().isEmpty()) {
            terminal.out().println("no call to a premium provider is on record here, or none that was asked for");
            return;
        }
        List<List<String>> rows =
                page.records().stream().map(kept -> cells(kept.record())).toList();
        int[] widths = widths(rows);
        terminal.out().println(terminal.bold(line(HEADS, widths)));
        for (int i = 0; i < rows.size(); i++) {
            boolean refused = page.records().get(i).record().refused().isPresent();
            String line = line(rows.get(i), widths);
            terminal.out().println(refused ? terminal.bad(line) : line);
        }
        page.next()
                .ifPresent(next ->
                        terminal.out().println(terminal.faint("there are older ones; go on with --after " + next)));
    }

    private static List<String> cells(EgressRecord record) {
        String attempt = record.attempt() == 1 ? "" : ", try " + record.attempt();
        return List.of(
                TIME.format(record.at()),
                record.requestId(),
                record.tenant(),
                record.provider() + "/" + record.model(),
                record.residency().isEmpty() ? UNSTATED : String.join(",", record.residency()),
                kept(record.retentionDays()),
                record.sensitivity(),
                record.replaced().isEmpty()
                        ? "-"
                        : record.replaced().entrySet().stream()
                                .map(entry -> entry.getKey() + " " + entry.getValue())
                                .collect(Collectors.joining(", ")),
                Long.toString(record.bytes()),
                record.purpose() + attempt,
                record.refused().map(why -> "refused: " + why).orElse("sent"));
    }

    private static String kept(OptionalInt days) {
        if (days.isEmpty()) {
            return UNSTATED;
        }
        return days.getAsInt() == 0 ? "none" : days.getAsInt() + "d";
    }

    private static int[] widths(List<List<String>> rows) {
        int[] widths = new int[HEADS.size()];
        List<List<String>> all = new ArrayList<>(rows);
        all.add(HEADS);
        for (List<String> row : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return widths;
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < OUTCOME; i++) {
            line.append(cells.get(i)).append(" ".repeat(widths[i] - cells.get(i).length() + 2));
        }
        return line.append(cells.get(OUTCOME)).toString();
    }
}
