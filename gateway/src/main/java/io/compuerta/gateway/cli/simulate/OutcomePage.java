package io.compuerta.gateway.cli.simulate;

import io.compuerta.gateway.cli.Terminal;
import io.compuerta.policy.money.NanoUsd;
import io.compuerta.policy.simulate.Change;
import io.compuerta.policy.simulate.Comparison;
import io.compuerta.policy.simulate.Side;
import java.util.Locale;
import java.util.function.Function;

/** A simulation for people's eyes: both policies side by side, what moved, and one sentence. */
final class OutcomePage {

    private static final int MOST_CHANGES = 20;
    private static final String ROW = "  %-24s %14s %14s %14s%n";

    private final Terminal terminal;

    OutcomePage(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(Outcome outcome) {
        Comparison found = outcome.comparison();
        terminal.out().println();
        terminal.out().println("  " + terminal.bold(outcome.source()));
        outcome.replay()
                .leftOut()
                .forEach((why, count) -> terminal.out().println(terminal.faint("  left out: " + count + " " + why)));
        if (found.requests() > 0) {
            sides(outcome, found);
            changes(outcome, found);
        }
        terminal.out().println();
        terminal.out().println("  " + terminal.bold(outcome.summary()));
        terminal.out().println();
    }

    private void sides(Outcome outcome, Comparison found) {
        Replay.Recorded recorded = outcome.replay().recorded();
        boolean known = recorded.local() + recorded.premium() > 0;
        terminal.out().println();
        row("", "policy in force", "new policy", known ? "as it was" : "");
        row(
                "answered here",
                Outcome.percent(found.before().localShare()),
                Outcome.percent(found.after().localShare()),
                known ? Outcome.percent(recorded.localShare()) : "");
        counts("local", found, Side::local, known ? recorded.local() : null);
        counts("premium", found, Side::premium, known ? recorded.premium() : null);
        counts("refused", found, Side::refused, null);
        row(
                "cost",
                cost(found.before()),
                cost(found.after()),
                known ? cost(recorded.cost(), recorded.unknown(), recorded.local() + recorded.premium()) : "");
        counts("  of it estimated", found, Side::estimated, null);
        counts("  cost not known", found, Side::unknown, known ? recorded.unknown() : null);
        if (found.before().savedOf() + found.after().savedOf() > 0) {
            row("saved against baseline", saved(found.before()), saved(found.after()), "");
        }
    }

    private static String cost(Side side) {
        return cost(side.cost(), side.unknown(), side.requests());
    }

    private static String cost(NanoUsd amount, long unknown, long requests) {
        return unknown == requests ? "unknown" : (unknown > 0 ? "at least " : "") + Outcome.usd(amount.value());
    }

    private static String saved(Side side) {
        return side.savedOf() == 0 ? "unknown" : signed(side.saved());
    }

    private static String signed(NanoUsd amount) {
        return (amount.value() < 0 ? "-" : "") + Outcome.usd(Math.abs(amount.value()));
    }

    private void changes(Outcome outcome, Comparison found) {
        terminal.out().println();
        if (found.changes().isEmpty()) {
            terminal.out().println("  No request goes elsewhere.");
        } else {
            terminal.out().println("  " + terminal.bold("What goes elsewhere"));
        }
        found.changes().stream().limit(MOST_CHANGES).forEach(change -> change(outcome, change));
        if (found.changes().size() > MOST_CHANGES) {
            terminal.out()
                    .println(terminal.faint(
                            "  and " + (found.changes().size() - MOST_CHANGES) + " more kinds; --json has all"));
        }
        if (found.otherRule() > 0) {
            terminal.out()
                    .println(terminal.faint(String.format(
                            Locale.ROOT, "  %,d requests go to the same model by another rule", found.otherRule())));
        }
    }

    private void change(Outcome outcome, Change change) {
        String money = change.differenceOf() == 0
                ? "cost not known"
                : (change.difference().value() < 0 ? "" : "+")
                        + signed(change.difference())
                        + (change.differenceOf() < change.requests()
                                ? " for " + change.differenceOf() + " of them"
                                : "");
        terminal.out()
                .println(String.format(
                        Locale.ROOT,
                        "  %,8d  %s -> %s  %s",
                        change.requests(),
                        change.before().where(),
                        terminal.bold(change.after().where()),
                        money));
        terminal.out().println("            was '" + change.before().rule() + "'");
        terminal.out()
                .println("            now '" + change.after().rule() + "'"
                        + outcome.condition(change.after().rule())
                                .map(when -> terminal.faint(": " + when))
                                .orElse(""));
        terminal.out().println(terminal.faint("            e.g. " + String.join(", ", change.examples())));
    }

    private void counts(
            String label,
            Comparison found,
            Function<Side, Long> count,
            @org.jspecify.annotations.Nullable Long recorded) {
        row(
                label,
                number(count.apply(found.before())),
                number(count.apply(found.after())),
                recorded == null ? "" : number(recorded));
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private void row(String label, String before, String after, String recorded) {
        terminal.out().print(String.format(Locale.ROOT, ROW, label, before, after, recorded));
        terminal.out().flush();
    }
}
