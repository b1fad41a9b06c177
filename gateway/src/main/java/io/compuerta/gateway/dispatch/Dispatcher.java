package io.compuerta.gateway.dispatch;

import io.compuerta.gateway.dispatch.cascade.Cascade;
import io.compuerta.gateway.dispatch.local.LocalModel;
import io.compuerta.gateway.dispatch.local.WatchedEvent;
import io.compuerta.gateway.dispatch.premium.Providers;
import io.compuerta.gateway.pipeline.AnonymizedCall;
import io.compuerta.gateway.pipeline.Answer;
import io.compuerta.gateway.pipeline.AnswerEvent;
import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.gateway.pipeline.Origin;
import io.compuerta.gateway.pipeline.Origin.CacheStatus;
import io.compuerta.gateway.pipeline.OutgoingCall;
import io.compuerta.gateway.pipeline.OutgoingCall.Purpose;
import io.compuerta.gateway.pipeline.RoutedCall;
import io.compuerta.policy.decide.Capability;
import io.compuerta.policy.decide.Escalation;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.Route;
import io.compuerta.policy.decide.RouteDecision;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Flux;

/**
 * Carries a decided call to the first candidate that answers. The next one is tried only while nothing has gone out
 * (ADR-0006); after the first event a failure is the caller's to see.
 */
public final class Dispatcher {

    private final LocalModel local;
    private final Providers providers;
    private final ModelLoads loads;
    private final Cascade cascade;
    private final FallbackCounter fallbacks;

    /** @param loads told of each call, for strategies that look at it */
    public Dispatcher(
            LocalModel local, Providers providers, ModelLoads loads, Cascade cascade, FallbackCounter fallbacks) {
        this.local = local;
        this.providers = providers;
        this.loads = loads;
        this.cascade = cascade;
        this.fallbacks = fallbacks;
    }

    /** Counts a candidate that failed and the one tried next. */
    @FunctionalInterface
    public interface FallbackCounter {
        void count(Route from, Route to, String reason);
    }

    public Answer dispatch(RoutedCall call) {
        Flux<AnswerEvent> events = switch (call.decision()) {
            case RouteDecision.Serve serve -> serve(call, serve, 0, Purpose.FIRST);
            case RouteDecision.Refuse refuse -> Flux.error(refusal(refuse));
        };
        Answer.Decided decided = new Answer.Decided(call.decision().rule(), call.policy());
        return new Answer(call.anonymized(), Optional.of(call.signals()), Optional.of(decided), events);
    }

    private static GatewayError refusal(RouteDecision.Refuse refuse) {
        if (refuse.lacking().isPresent()) {
            return lacking(refuse.lacking().get(), refuse.reason());
        }
        return refuse.temporary()
                ? new GatewayError.Unavailable(refuse.reason())
                : new GatewayError.Refused(refuse.reason());
    }

    /** As a provider would have said it, so that clients who know what to do about it do so. */
    private static GatewayError lacking(Capability capability, String reason) {
        return switch (capability) {
            case CONTEXT -> new GatewayError.ContextExceeded(reason);
            case VISION -> new GatewayError.BadRequest(reason, "unsupported_parameter", "messages");
            case TOOLS -> new GatewayError.BadRequest(reason, "unsupported_parameter", "tools");
            case JSON_SCHEMA -> new GatewayError.BadRequest(reason, "unsupported_parameter", "response_format");
        };
    }

    /** @param purpose why the candidate at that place is asked; those after it are fallbacks */
    private Flux<AnswerEvent> serve(RoutedCall call, RouteDecision.Serve decision, int index, Purpose purpose) {
        List<Route> candidates = decision.candidates();
        Route route = candidates.get(index);
        Optional<Escalation> escalation = index == 0 ? watched(call.anonymized(), decision) : Optional.empty();
        // A cascade says itself who answers.
        Flux<AnswerEvent> answer =
                escalation.map(way -> cascaded(call, decision, way)).orElseGet(() -> answer(call, route, purpose));
        return answer.switchOnFirst((first, events) -> {
            if (first.hasValue()) {
                return escalation.isPresent()
                        ? events
                        : events.startWith(new AnswerEvent.Begin(origin(call, route, decision, index)));
            }
            Throwable cause = first.getThrowable();
            if (cause == null || index + 1 == candidates.size() || !anotherMayServe(cause)) {
                return events;
            }
            Route next = candidates.get(index + 1);
            fallbacks.count(route, next, reason(cause));
            return events.onErrorResume(e -> serve(call, decision, index + 1, Purpose.FALLBACK));
        });
    }

    /** One candidate's answer, without {@link AnswerEvent.Begin}. */
    private Flux<AnswerEvent> answer(RoutedCall call, Route route, Purpose purpose) {
        return loads.watch(route.model(), Flux.defer(() -> attempt(call, route, purpose)))
                .switchIfEmpty(Flux.error(() -> new GatewayError.UpstreamFailed(
                        502, "upstream_empty", "The model gave no answer.", false, Optional.empty())));
    }

    private static Optional<Escalation> watched(AnonymizedCall call, RouteDecision.Serve decision) {
        return decision.first() instanceof Route.Local && Cascade.canWatch(call.original())
                ? decision.escalation()
                : Optional.empty();
    }

    /** The local answer if its beginning is good, else that of the escalation's first candidate that has one. */
    private Flux<AnswerEvent> cascaded(RoutedCall call, RouteDecision.Serve decision, Escalation escalation) {
        Flux<WatchedEvent> answer = loads.watch(decision.first().model(), local.watched(call.anonymized()));
        return cascade.watch(answer, call.anonymized().original(), escalation.doubt(), new Cascade.Steps() {
            @Override
            public Origin local() {
                return origin(call, decision.first(), decision, 0);
            }

            @Override
            public Flux<AnswerEvent> elsewhere() {
                return serve(
                        call,
                        new RouteDecision.Serve(decision.rule(), decision.reason(), escalation.candidates()),
                        0,
                        Purpose.ESCALATION);
            }

            @Override
            public Flux<AnswerEvent> again() {
                return serve(
                        call,
                        new RouteDecision.Serve(decision.rule(), decision.reason(), decision.candidates()),
                        0,
                        Purpose.FALLBACK);
            }
        });
    }

    private Flux<AnswerEvent> attempt(RoutedCall call, Route route, Purpose purpose) {
        return switch (route) {
            case Route.Local l -> local.answer(call.anonymized());
            case Route.Premium p ->
                providers
                        .find(p.model())
                        .map(provider -> provider.answer(new OutgoingCall(call, p.model(), purpose)))
                        .orElseGet(() -> Flux.error(new GatewayError.Unavailable(
                                "The provider '" + p.model().provider() + "' has no key.")));
        };
    }

    private Origin origin(RoutedCall call, Route route, RouteDecision decision, int fallback) {
        ModelId served = switch (route) {
            case Route.Local l -> local.id(call.anonymized().original());
            case Route.Premium p -> p.model();
        };
        return new Origin(route, served, decision.rule(), CacheStatus.MISS, fallback, call.policy());
    }

    /** A request that one model cannot take may suit another; one that is wrong in itself or unprotected goes nowhere. */
    private static boolean anotherMayServe(Throwable cause) {
        return switch (cause) {
            case GatewayError.UpstreamFailed e -> true;
            case GatewayError.Unavailable e -> true;
            case GatewayError.ContextExceeded e -> true;
            case GatewayError.BadRequest e -> e.code().equals("unsupported_parameter");
            default -> false;
        };
    }

    private static String reason(Throwable cause) {
        return cause instanceof GatewayError error ? error.code() : "internal_error";
    }
}
