package io.compuerta.gateway.firewall;

import io.compuerta.policy.decide.Placement;
import io.compuerta.policy.signal.firewall.Origin;
import java.util.EnumSet;
import java.util.Set;

/**
 * What is done about one attack, or about several together.
 *
 * @param open  who may still answer
 * @param bound whether a closed side stays closed whatever privacy wants
 */
record Ruling(Action action, Set<Side> open, boolean bound) {

    /** Nothing was found. */
    static final Ruling NOTHING = new Ruling(Action.FLAG, Set.of(Side.values()), false);

    Ruling {
        open = Set.copyOf(open);
    }

    /** Of a user's own words nothing is left if the attack is taken out, so there strip is block. */
    static Ruling of(Action action, Origin origin) {
        Action meant = action == Action.STRIP && origin == Origin.USER ? Action.BLOCK : action;
        return switch (meant) {
            case BLOCK -> new Ruling(meant, Set.of(), false);
            case ROUTE_PREMIUM -> new Ruling(meant, Set.of(Side.PREMIUM), false);
            case ROUTE_LOCAL -> new Ruling(meant, Set.of(Side.LOCAL), false);
            case STRIP, FLAG -> new Ruling(meant, Set.of(Side.values()), false);
        };
    }

    /** The action that leaves those sides open. */
    static Action action(Set<Side> open) {
        if (open.isEmpty()) {
            return Action.BLOCK;
        }
        if (open.size() == Side.values().length) {
            return Action.FLAG;
        }
        return open.contains(Side.PREMIUM) ? Action.ROUTE_PREMIUM : Action.ROUTE_LOCAL;
    }

    /** Both: only who may answer each of them may answer. */
    Ruling and(Ruling other) {
        EnumSet<Side> both = EnumSet.noneOf(Side.class);
        both.addAll(open);
        both.retainAll(other.open);
        Action strictest = action.compareTo(other.action) >= 0 ? action : other.action;
        return new Ruling(both.isEmpty() ? Action.BLOCK : strictest, both, bound || other.bound);
    }

    boolean blocks() {
        return open.isEmpty();
    }

    Placement placement() {
        return switch (action(open)) {
            case ROUTE_PREMIUM -> Placement.PREMIUM;
            case ROUTE_LOCAL -> Placement.LOCAL;
            // Blocked calls get no placement.
            case FLAG, STRIP, BLOCK -> Placement.ANYWHERE;
        };
    }
}
