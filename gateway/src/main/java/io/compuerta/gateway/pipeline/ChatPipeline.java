package io.compuerta.gateway.pipeline;

import io.compuerta.gateway.accounting.Accounting;
import io.compuerta.gateway.auth.Authenticator;
import io.compuerta.gateway.cache.AnswerCache;
import io.compuerta.gateway.classify.Classifier;
import io.compuerta.gateway.decide.Router;
import io.compuerta.gateway.dispatch.Dispatcher;
import io.compuerta.gateway.firewall.Firewall;
import io.compuerta.gateway.limit.Limits;
import io.compuerta.gateway.output.OutputGuard;
import io.compuerta.gateway.privacy.Privacy;
import reactor.core.publisher.Mono;

/**
 * The request path. Read this first: each line of {@link #answer} is one stage, and the types they hand on make the
 * order a fact the compiler checks (ADR-0003, ADR-0004).
 */
public final class ChatPipeline {

    private final Authenticator auth;
    private final Limits limits;
    private final Firewall firewall;
    private final Privacy privacy;
    private final AnswerCache cache;
    private final Classifier classifier;
    private final Router router;
    private final Dispatcher dispatcher;
    private final OutputGuard output;
    private final Accounting accounting;

    public ChatPipeline(
            Authenticator auth,
            Limits limits,
            Firewall firewall,
            Privacy privacy,
            AnswerCache cache,
            Classifier classifier,
            Router router,
            Dispatcher dispatcher,
            OutputGuard output,
            Accounting accounting) {
        this.auth = auth;
        this.limits = limits;
        this.firewall = firewall;
        this.privacy = privacy;
        this.cache = cache;
        this.classifier = classifier;
        this.router = router;
        this.dispatcher = dispatcher;
        this.output = output;
        this.accounting = accounting;
    }

    /**
     * Answers a call.
     *
     * @return the answer, or a {@link GatewayError}; a call that is refused on the way gives its reservation back
     */
    public Mono<Answer> answer(ChatCall received) {
        return auth.authenticate(received)
                .flatMap(limits::admit)
                .flatMap(admitted -> accounting.book(
                        admitted,
                        firewall.inspect(admitted)
                                .flatMap(privacy::anonymize)
                                .map(firewall::permit)
                                .flatMap(call -> cache.find(call).switchIfEmpty(Mono.defer(() -> route(call))))
                                .map(privacy::restore)));
    }

    private Mono<Answer> route(AnonymizedCall call) {
        return classifier
                .classify(call)
                .map(signals -> router.decide(call, signals))
                .map(dispatcher::dispatch)
                .map(output::watch)
                .map(cache::remember);
    }
}
