package io.compuerta.gateway.cli.egress;

import io.compuerta.gateway.accounting.EgressReader;
import io.compuerta.gateway.cli.CommandFailure;
import io.compuerta.gateway.cli.Home;
import io.compuerta.gateway.cli.LedgerDirectory;
import io.compuerta.gateway.cli.Terminal;
import io.compuerta.gateway.egress.EgressJson;
import io.compuerta.gateway.egress.EgressPage;
import io.compuerta.gateway.egress.EgressQuery;
import io.compuerta.gateway.egress.Moment;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "egress",
        header = "List the calls that left for premium providers, and those the last check held back.",
        description = {
            "",
            "It reads the ledger, also while a gateway runs. The record holds neither text nor values: who, where to, under",
            "which promises, how many values of which type were replaced, and a keyed hash of the bytes."
        },
        footer = {
            "",
            "Examples:",
            "  ./compuerta egress --since 24h --tenant acme",
            "  ./compuerta egress --request req_0f3a --json | jq '.data[] | {provider, outcome, replaced}'",
            "  ./compuerta egress --since 2026-11-01 --until 2026-12-01 --limit 1000 --json"
        })
public final class EgressCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(names = "--since", paramLabel = "TIME", description = "From then on: " + Moment.ALLOWED + ".")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Before then.")
    private @Nullable String until;

    @Option(names = "--tenant", paramLabel = "NAME", description = "Only this tenant's calls.")
    private @Nullable String tenant;

    @Option(names = "--request", paramLabel = "ID", description = "Only this request's calls.")
    private @Nullable String request;

    @Option(names = "--provider", paramLabel = "ID", description = "Only calls to this provider.")
    private @Nullable String provider;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "At most so many, 1 to " + EgressQuery.MOST + ". Default: ${DEFAULT-VALUE}.",
            defaultValue = "50")
    private int limit;

    @Option(names = "--after", paramLabel = "ID", description = "Older than this record: 'next' of the page before.")
    private @Nullable Long after;

    @Mixin
    private final LedgerDirectory ledger;

    @Option(names = "--json", description = "Print JSON, as GET /admin/egress does.")
    private boolean asJson;

    public EgressCommand(Terminal terminal, Home home) {
        this.terminal = terminal;
        this.ledger = new LedgerDirectory(home);
    }

    @Override
    public Integer call() {
        if (limit < 1 || limit > EgressQuery.MOST) {
            throw new CommandFailure("--limit must lie in 1.." + EgressQuery.MOST + ", not " + limit);
        }
        EgressPage page = new EgressReader(ledger.file()).find(query());
        if (asJson) {
            JsonMapper json = JsonMapper.shared();
            terminal.out()
                    .println(
                            json.writerWithDefaultPrettyPrinter().writeValueAsString(new EgressJson(json).write(page)));
        } else {
            new EgressTable(terminal).print(page);
        }
        return 0;
    }

    private EgressQuery query() {
        Clock clock = Clock.system(ZoneId.systemDefault());
        return new EgressQuery(
                moment("--since", since, clock),
                moment("--until", until, clock),
                Optional.ofNullable(tenant),
                Optional.ofNullable(request),
                Optional.ofNullable(provider),
                limit,
                after == null ? OptionalLong.empty() : OptionalLong.of(after));
    }

    private static Optional<Instant> moment(String option, @Nullable String text, Clock clock) {
        return Optional.ofNullable(text)
                .map(given -> Moment.parse(given, clock.instant())
                        .orElseThrow(
                                () -> new CommandFailure(option + " '" + given + "' is neither " + Moment.ALLOWED)));
    }
}
