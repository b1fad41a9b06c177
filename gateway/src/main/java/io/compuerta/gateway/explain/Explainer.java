package io.compuerta.gateway.explain;

import io.compuerta.gateway.decide.Foreseen;
import io.compuerta.policy.decide.Caller;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.Placement;
import io.compuerta.policy.decide.Route;
import io.compuerta.policy.decide.RouteDecision;
import io.compuerta.policy.money.Cost;
import io.compuerta.policy.money.PriceBook;
import io.compuerta.policy.money.TokenCount;
import io.compuerta.policy.money.TokenUsage;
import io.compuerta.policy.signal.Signals;
import io.compuerta.policy.signal.complexity.Meaning;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Runs the detectors of the pipeline, in its order, and asks the policy where a question would go. Thread-safe. */
public final class Explainer {

    /** How long an answer is taken to be when the question does not say: about a page. */
    public static final int USUAL_ANSWER_TOKENS = 500;

    private static final int FEATURES = 8;
    private static final String NOBODY = "explain";

    private final QuestionSignals detectors;
    private final Foresight foresight;
    private final Supplier<PriceBook> prices;
    private final Clock clock;
    private final String tenant;

    /** Asks a policy without any effect: nothing is counted, and share control learns nothing. Thread-safe. */
    @FunctionalInterface
    public interface Foresight {
        Foreseen of(Signals signals, Caller caller, Question question, Placement placement);
    }

    /** @param tenant for questions that name none */
    public Explainer(
            QuestionSignals detectors, Foresight foresight, Supplier<PriceBook> prices, Clock clock, String tenant) {
        this.detectors = detectors;
        this.foresight = foresight;
        this.prices = prices;
        this.clock = clock;
        this.tenant = tenant;
    }

    /** Looks at the text: milliseconds for a long one. */
    public QuestionSignals.Reading read(Question question) {
        return detectors.read(question, question.tenant().orElse(tenant));
    }

    /** @param meaning empty when it is not known; the surface then decides */
    public Explanation explain(Question question, QuestionSignals.Reading reading, Optional<Meaning> meaning) {
        Caller caller =
                new Caller(question.tenant().orElse(tenant), question.user().orElse(NOBODY));
        Signals found = detectors.signals(reading, meaning, caller.tenant());
        Foreseen foreseen = foresight.of(found, caller, question, reading.placement());
        int limit = question.ask().outputTokens();
        int answer = limit > 0 ? limit : USUAL_ANSWER_TOKENS;
        return new Explanation(
                found,
                reading.draft().complexity().contributions(meaning, FEATURES),
                reading.pii(),
                reading.firewall(),
                reading.why(),
                foreseen,
                costs(foreseen.decision(), TokenUsage.of(found.promptTokens(), answer)),
                answer,
                detectors.calibration(caller.tenant()));
    }

    private Map<ModelId, Cost> costs(RouteDecision decision, TokenUsage tokens) {
        List<ModelId> models = new ArrayList<>();
        if (decision instanceof RouteDecision.Serve serve) {
            serve.candidates().stream().map(Route::model).forEach(models::add);
        }
        decision.rejected().stream().map(RouteDecision.Rejected::model).forEach(models::add);
        PriceBook book = prices.get();
        Instant now = clock.instant();
        Map<ModelId, Cost> costs = new LinkedHashMap<>();
        models.forEach(model -> costs.put(model, book.cost(model, tokens, TokenCount.ESTIMATED, now)));
        return costs;
    }
}
