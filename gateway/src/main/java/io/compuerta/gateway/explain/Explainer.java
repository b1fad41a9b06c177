package io.compuerta.gateway.explain;

import io.compuerta.gateway.classify.SignalDraft;
import io.compuerta.gateway.classify.SignalReader;
import io.compuerta.gateway.decide.Foreseen;
import io.compuerta.gateway.firewall.TurnInspector;
import io.compuerta.policy.decide.Caller;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.Route;
import io.compuerta.policy.decide.RouteDecision;
import io.compuerta.policy.money.Cost;
import io.compuerta.policy.money.PriceBook;
import io.compuerta.policy.money.TokenCount;
import io.compuerta.policy.money.TokenUsage;
import io.compuerta.policy.signal.Conversation;
import io.compuerta.policy.signal.Signals;
import io.compuerta.policy.signal.complexity.Meaning;
import io.compuerta.policy.signal.firewall.PromptFirewall;
import io.compuerta.policy.signal.pii.PiiFinding;
import io.compuerta.policy.signal.pii.PiiScanner;
import io.compuerta.policy.signal.pii.PiiType;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Runs the detectors of the pipeline, in its order, and asks the policy where a question would go. Thread-safe. */
public final class Explainer {

    /** How long an answer is taken to be when the question does not say: about a page. */
    public static final int USUAL_ANSWER_TOKENS = 500;

    private static final int FEATURES = 8;
    private static final String NOBODY = "explain";

    private final TurnInspector firewall = new TurnInspector(PromptFirewall.standard());
    private final PiiScanner pii = PiiScanner.standard();
    private final SignalReader signals = SignalReader.standard();
    private final Foresight foresight;
    private final Supplier<PriceBook> prices;
    private final Clock clock;
    private final String tenant;

    /** Asks a policy without any effect: nothing is counted, and share control learns nothing. Thread-safe. */
    @FunctionalInterface
    public interface Foresight {
        Foreseen of(Signals signals, Caller caller, Question question);
    }

    /** @param tenant for questions that name none */
    public Explainer(Foresight foresight, Supplier<PriceBook> prices, Clock clock, String tenant) {
        this.foresight = foresight;
        this.prices = prices;
        this.clock = clock;
        this.tenant = tenant;
    }

    /**
     * What the detectors found, before anybody knows what the question means.
     *
     * @param pii in text order, message by message
     */
    public record Reading(SignalDraft draft, List<Explanation.Span> pii) {}

    /** Looks at the text: milliseconds for a long one. */
    public Reading read(Question question) {
        Conversation conversation = question.conversation();
        List<Explanation.Span> spans = new ArrayList<>();
        Set<PiiType> types = EnumSet.noneOf(PiiType.class);
        for (int i = 0; i < conversation.turns().size(); i++) {
            String text = conversation.turns().get(i).text();
            CodePoints points = new CodePoints(text);
            for (PiiFinding finding : pii.scan(text)) {
                types.add(finding.type());
                spans.add(new Explanation.Span(
                        i,
                        points.of(finding.start()),
                        points.of(finding.end()),
                        finding.type(),
                        finding.confidence(),
                        finding.detector()));
            }
        }
        return new Reading(signals.read(conversation, types, firewall.verdict(conversation)), spans);
    }

    /** @param meaning empty when it is not known; the surface then decides */
    public Explanation explain(Question question, Reading reading, Optional<Meaning> meaning) {
        SignalDraft draft = reading.draft();
        Signals found = meaning.map(draft::knowing).orElseGet(draft::onSurface);
        Caller caller =
                new Caller(question.tenant().orElse(tenant), question.user().orElse(NOBODY));
        Foreseen foreseen = foresight.of(found, caller, question);
        int limit = question.ask().outputTokens();
        int answer = limit > 0 ? limit : USUAL_ANSWER_TOKENS;
        return new Explanation(
                found,
                draft.complexity().contributions(meaning, FEATURES),
                reading.pii(),
                foreseen,
                costs(foreseen.decision(), TokenUsage.of(found.promptTokens(), answer)),
                answer);
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
