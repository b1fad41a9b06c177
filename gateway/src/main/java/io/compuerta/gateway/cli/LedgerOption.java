package io.compuerta.gateway.cli;

import io.compuerta.gateway.accounting.LedgerReader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which requests of the past, the same in every command that looks at them. */
public final class LedgerOption {

    /** What {@code --from} says for the gateway's own records. */
    public static final String LEDGER = "ledger";

    private static final Pattern AGE = Pattern.compile("([1-9][0-9]{0,5})([mhd])");

    @Option(
            names = "--from",
            paramLabel = "SOURCE",
            defaultValue = LEDGER,
            description = "ledger, or a file of JSON lines. Default: ${DEFAULT-VALUE}.")
    private String from = LEDGER;

    @Option(
            names = "--since",
            paramLabel = "AGE",
            description = "Only requests of the ledger this young: 90m, 24h, 7d.")
    private @Nullable String since;

    @Option(names = "--tenant", paramLabel = "NAME", description = "Only this tenant's requests.")
    private @Nullable String tenant;

    @Mixin
    private final LedgerDirectory directory;

    public LedgerOption(Home home) {
        this.directory = new LedgerDirectory(home);
    }

    public boolean isLedger() {
        return from.equals(LEDGER);
    }

    public String source() {
        return from;
    }

    /** The file, when the source is one. @throws CommandFailure when it is not there */
    public Path file() {
        Path file = Path.of(from);
        if (!java.nio.file.Files.isRegularFile(file)) {
            throw new CommandFailure("there is no file " + from + "; --from takes 'ledger' or a file of JSON lines");
        }
        return file;
    }

    public LedgerReader ledger() {
        return new LedgerReader(directory.file());
    }

    public Path dataDirectory() {
        return directory.path();
    }

    public Optional<String> tenant() {
        return Optional.ofNullable(tenant);
    }

    /** @param usual when nothing was said */
    public Instant since(Clock clock, Duration usual) {
        return clock.instant().minus(since == null ? usual : age(since));
    }

    static Duration age(String text) {
        Matcher matcher = AGE.matcher(text);
        if (!matcher.matches()) {
            throw new CommandFailure("--since '" + text + "' is no age; write 90m, 24h or 7d");
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
