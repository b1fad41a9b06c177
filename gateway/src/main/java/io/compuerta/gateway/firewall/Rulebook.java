package io.compuerta.gateway.firewall;

import io.compuerta.policy.signal.firewall.AttackKind;
import io.compuerta.policy.signal.firewall.FalsePositiveBudget;
import io.compuerta.policy.signal.firewall.Origin;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What holds for one tenant. Of several words on the same attack the nearest counts: the tenant's before everybody's, in
 * each the origin's before the general one, in each the kind's before the default; where nobody says anything it is
 * blocked.
 *
 * @param budget the share of ordinary prompts that may be stopped; empty for the shipped threshold
 * @param layers the tenant's own first, everybody's last
 */
record Rulebook(Optional<FalsePositiveBudget> budget, List<Layer> layers) {

    /** Everything is blocked at the shipped threshold. */
    static final Rulebook BLOCK = new Rulebook(Optional.empty(), List.of());

    Rulebook {
        layers = List.copyOf(layers);
    }

    /** One section of a file. */
    record Layer(ActionTable actions, Map<Origin, ActionTable> origins, Map<Side, ActionTable> targets) {

        Layer {
            origins = Map.copyOf(origins);
            targets = Map.copyOf(targets);
        }

        private Optional<Action> action(Origin origin, Optional<AttackKind> kind) {
            return Optional.ofNullable(origins.get(origin))
                    .flatMap(table -> table.of(kind))
                    .or(() -> actions.of(kind));
        }

        private Optional<Action> target(Side side, Optional<AttackKind> kind) {
            return Optional.ofNullable(targets.get(side)).flatMap(table -> table.of(kind));
        }
    }

    /** This rulebook with a tenant's own section before it. */
    Rulebook under(Optional<FalsePositiveBudget> own, Layer layer) {
        return new Rulebook(
                own.or(() -> budget),
                Stream.concat(Stream.of(layer), layers.stream()).toList());
    }

    /** What becomes of an attack of that kind from there. */
    Ruling rule(Origin origin, Optional<AttackKind> kind) {
        Action action = layers.stream()
                .flatMap(layer -> layer.action(origin, kind).stream())
                .findFirst()
                .orElse(Action.BLOCK);
        Ruling ruling = Ruling.of(action, origin);
        return ruling.action() == Action.STRIP ? ruling : targeted(ruling, kind);
    }

    /** Targets open and close sides: a side that is closed is closed for fallbacks as well. */
    private Ruling targeted(Ruling ruling, Optional<AttackKind> kind) {
        EnumSet<Side> open = EnumSet.noneOf(Side.class);
        open.addAll(ruling.open());
        boolean bound = false;
        for (Side side : Side.values()) {
            Optional<Action> word = layers.stream()
                    .flatMap(layer -> layer.target(side, kind).stream())
                    .findFirst();
            if (word.isPresent() && word.get() == Action.BLOCK) {
                open.remove(side);
                bound = true;
            } else if (word.isPresent()) {
                open.add(side);
            }
        }
        return new Ruling(Ruling.action(open), open, bound && !open.isEmpty());
    }
}
