package io.compuerta.policy.money;

import java.util.Optional;

/** What a call cost, and how well that is known. An unknown cost is never counted as nothing. */
public sealed interface Cost {

    /** The amount; empty when unknown. */
    Optional<NanoUsd> amount();

    /**
     * Both together. Unknown if either is; estimated if either is, unless that one is nothing. The price is this one's: the
     * other is beside it, not in its place.
     */
    default Cost plus(Cost other) {
        if (amount().isEmpty()) {
            return this;
        }
        if (other.amount().isEmpty()) {
            return other;
        }
        NanoUsd more = other.amount().get();
        NanoUsd sum = amount().get().plus(more);
        boolean estimated = other instanceof Estimated && more.value() > 0;
        return switch (this) {
            case Priced p when !estimated -> new Priced(sum, p.price());
            case Priced p -> new Estimated(sum, p.price());
            case Estimated e -> new Estimated(sum, e.price());
            case Unknown u -> u;
        };
    }

    /**
     * Counted tokens at a known price.
     *
     * @param price names the price used, see {@link Price#id()}
     */
    record Priced(NanoUsd usd, String price) implements Cost {

        public Priced {
            requireNotNegative(usd);
        }

        @Override
        public Optional<NanoUsd> amount() {
            return Optional.of(usd);
        }
    }

    /**
     * A known price, but tokens that were estimated: the provider told none, or the stream broke off.
     *
     * @param price names the price used, see {@link Price#id()}
     */
    record Estimated(NanoUsd usd, String price) implements Cost {

        public Estimated {
            requireNotNegative(usd);
        }

        @Override
        public Optional<NanoUsd> amount() {
            return Optional.of(usd);
        }
    }

    /**
     * No price for the model on that day.
     *
     * @param reason in words for people
     */
    record Unknown(String reason) implements Cost {

        @Override
        public Optional<NanoUsd> amount() {
            return Optional.empty();
        }
    }

    private static void requireNotNegative(NanoUsd usd) {
        if (usd.value() < 0) {
            throw new IllegalArgumentException("a cost cannot be negative: " + usd);
        }
    }
}
