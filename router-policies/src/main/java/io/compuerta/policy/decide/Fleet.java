package io.compuerta.policy.decide;

import java.util.OptionalLong;

/** How the models stand now, for choosing among them. What it holds is thread-safe and answers at once. */
public record Fleet(Availability availability, Pricing pricing, Loads loads) {

    /** What a call would cost. */
    @FunctionalInterface
    public interface Pricing {

        /** In nano-dollars; empty when the model has no price. */
        OptionalLong nanoUsd(ModelId model, long promptTokens, long completionTokens);
    }

    /** How busy models are. */
    public interface Loads {

        /** All models are idle and nothing was ever measured. */
        Loads IDLE = new Loads() {
            @Override
            public double expectedMillis(ModelId model) {
                return 0;
            }

            @Override
            public int underWay(ModelId model) {
                return 0;
            }
        };

        /** The time to the first token that one more call must expect; 0 when nothing was measured, so that it gets tried. */
        double expectedMillis(ModelId model);

        /** Calls that have been sent and have not ended. */
        int underWay(ModelId model);
    }

    /** Nothing but availability is known: no prices, no measurements. */
    public static Fleet of(Availability availability) {
        return new Fleet(availability, (model, prompt, completion) -> OptionalLong.empty(), Loads.IDLE);
    }
}
