package io.compuerta.gateway.firewall;

import io.compuerta.gateway.observe.GatewayMetrics;
import io.compuerta.gateway.pipeline.AdmittedCall;
import io.compuerta.gateway.pipeline.AnonymizedCall;
import io.compuerta.gateway.pipeline.ChatRequest;
import io.compuerta.gateway.pipeline.DetectorPool;
import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.gateway.pipeline.InspectedCall;
import io.compuerta.gateway.privacy.Piece;
import io.compuerta.policy.signal.firewall.AttackKind;
import io.compuerta.policy.signal.firewall.FirewallVerdict;
import io.compuerta.policy.signal.firewall.Origin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import reactor.core.publisher.Mono;

/**
 * The third stage: what people and tools wrote, and the documents that came with it, is looked at before any model sees it.
 * System prompts are the application's own words and the assistant's turns were the model's, so neither is inspected. It
 * fails closed: a detector that breaks is {@link GatewayError.ProtectionFailed}.
 */
public final class Firewall {

    private final Detector detector;
    private final Supplier<FirewallInForce> rules;
    private final DetectorPool pool;
    private final GatewayMetrics metrics;

    /** @param rules asked once for each request */
    public Firewall(Detector detector, Supplier<FirewallInForce> rules, DetectorPool pool, GatewayMetrics metrics) {
        this.detector = detector;
        this.rules = rules;
        this.pool = pool;
        this.metrics = metrics;
    }

    /** What the detectors inside found, and what is to be asked elsewhere: the places of findings beside their questions. */
    private record Reading(
            Judge judge, List<Finding> findings, List<Integer> places, List<RemoteGuard.Question> questions) {

        boolean strips() {
            return findings.stream()
                    .anyMatch(finding -> finding.isAttack() && finding.ruling().action() == Action.STRIP);
        }
    }

    /** What is counted. */
    private record Mark(Action action, Optional<AttackKind> kind, String origin) {}

    /**
     * @return the call with its verdict, without what was taken out of it; {@link GatewayError.PromptBlocked} for an attack
     *     that the tenant's rules block
     */
    public Mono<InspectedCall> inspect(AdmittedCall call) {
        return Mono.defer(() -> {
                    FirewallInForce now = rules.get();
                    int length = call.request().textLength();
                    return pool.run(length, () -> read(call, now))
                            .flatMap(reading -> secondOpinion(reading, now.guard()))
                            // Cutting takes several looks at a text, which no event loop has time for.
                            .flatMap(reading ->
                                    pool.run(reading.strips() ? Integer.MAX_VALUE : 0, () -> ruled(call, reading)));
                })
                .onErrorMap(e -> !(e instanceof GatewayError), e -> new GatewayError.ProtectionFailed("firewall"));
    }

    private Reading read(AdmittedCall call, FirewallInForce now) {
        String tenant = call.caller().tenant();
        Judge judge = new Judge(detector, now.policy(), now.policy().of(tenant));
        List<Finding> findings = judge.judge(call.request().writings());
        List<Integer> places = new ArrayList<>();
        List<RemoteGuard.Question> questions = new ArrayList<>();
        now.guard().ifPresent(guard -> {
            for (int i = 0; i < findings.size(); i++) {
                Finding finding = findings.get(i);
                String text = judge.blanked(finding.writing().text());
                if (!finding.isAttack()
                        && !text.isBlank()
                        && guard.wants(finding.verdict().score())) {
                    places.add(i);
                    questions.add(guard.question(tenant, text));
                }
            }
        });
        return new Reading(judge, findings, places, questions);
    }

    private Mono<Reading> secondOpinion(Reading reading, Optional<RemoteGuard> guard) {
        if (guard.isEmpty() || reading.questions().isEmpty()) {
            return Mono.just(reading);
        }
        return guard.get()
                .ask(reading.questions())
                .map(answers -> {
                    List<Finding> findings = new ArrayList<>(reading.findings());
                    for (int i = 0; i < answers.size(); i++) {
                        int place = reading.places().get(i);
                        findings.set(place, reading.judge().with(findings.get(place), answers.get(i)));
                    }
                    return new Reading(reading.judge(), findings, List.of(), List.of());
                })
                .onErrorResume(e -> {
                    metrics.degraded(GatewayMetrics.Part.GUARD);
                    return guard.get().settings().blockOnFailure()
                            ? Mono.error(new GatewayError.ProtectionFailed("firewall"))
                            : Mono.just(reading);
                });
    }

    private InspectedCall ruled(AdmittedCall call, Reading reading) {
        List<Finding> attacks =
                reading.findings().stream().filter(Finding::isAttack).toList();
        if (attacks.isEmpty()) {
            return new InspectedCall(call, worst(reading.findings()));
        }
        Ruling ruling = attacks.stream().map(Finding::ruling).reduce(Ruling.NOTHING, Ruling::and);
        if (ruling.blocks()) {
            Finding gravest = attacks.stream()
                    .max(Comparator.comparing(
                                    (Finding attack) -> attack.ruling().blocks())
                            .thenComparing(attack -> attack.verdict().score()))
                    .orElseThrow();
            count(Set.of(mark(Action.BLOCK, gravest)));
            throw blocked(gravest.verdict());
        }
        Set<Mark> marks = new LinkedHashSet<>();
        attacks.forEach(attack -> marks.add(mark(attack.ruling().action(), attack)));
        count(marks);
        InspectedCall passed = new InspectedCall(call, worst(reading.findings()), ruling.placement(), ruling.bound());
        return reading.strips() ? stripped(passed, reading) : passed;
    }

    /** The same call without what offends; its verdict is of what is left. */
    private static InspectedCall stripped(InspectedCall call, Reading reading) {
        ChatRequest request = call.admitted().request();
        List<Piece> pieces = request.pieces();
        List<String> texts = new ArrayList<>(pieces.stream().map(Piece::text).toList());
        List<Finding> left = new ArrayList<>();
        for (Finding finding : reading.findings()) {
            if (!finding.isAttack() || finding.ruling().action() != Action.STRIP) {
                left.add(finding);
                continue;
            }
            List<Integer> places = finding.writing().places();
            List<Piece> own = places.stream().map(pieces::get).toList();
            List<String> stripped = finding.located()
                    ? new Stripper(reading.judge(), finding.writing().origin()).strip(own)
                    : own.stream().map(Stripper::nothingOf).toList();
            String rest = reading.judge().blanked(String.join("\n", stripped));
            left.add(finding.without(
                    reading.judge().inspect(rest, finding.writing().origin())));
            IntStream.range(0, stripped.size()).forEach(i -> texts.set(places.get(i), stripped.get(i)));
        }
        ChatRequest rest = request.withTexts(texts);
        // Decodes documents here, where it may take its time.
        var unused = rest.pieces();
        return new InspectedCall(call.admitted().withRequest(rest), worst(left), call.placement(), call.bound());
    }

    /**
     * Whether a call may go on where privacy wants it.
     *
     * @throws GatewayError.PromptBlocked when that side is closed to its prompt
     */
    public AnonymizedCall permit(AnonymizedCall call) {
        InspectedCall inspected = call.inspected();
        if (inspected.bound() && call.placement() != inspected.placement()) {
            throw blocked(inspected.verdict());
        }
        return call;
    }

    private static GatewayError blocked(FirewallVerdict verdict) {
        return new GatewayError.PromptBlocked(
                verdict.kind().map(AttackKind::word).orElse("attack"));
    }

    private static Mark mark(Action action, Finding finding) {
        return new Mark(
                action,
                finding.verdict().kind(),
                FirewallFile.word(finding.writing().origin()));
    }

    private void count(Set<Mark> marks) {
        marks.forEach(mark -> metrics.firewall(mark.action().word(), mark.kind(), mark.origin()));
    }

    private static FirewallVerdict worst(List<Finding> findings) {
        return findings.stream().map(Finding::verdict).reduce(FirewallVerdict.CLEAN, FirewallVerdict::worse);
    }

    /** Looks at a text once, so that everything is loaded. */
    public FirewallVerdict warmUp(String text) {
        return detector.inspect(text, Origin.USER);
    }
}
