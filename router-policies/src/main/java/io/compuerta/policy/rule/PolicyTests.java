package io.compuerta.policy.rule;

import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.RouteDecision;
import io.compuerta.policy.signal.Conversation;
import io.compuerta.policy.signal.Signals;
import io.compuerta.policy.yaml.Position;
import io.compuerta.policy.yaml.Problem;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Runs the tests that a policy file carries. */
public final class PolicyTests {

    private PolicyTests() {}

    /**
     * What came of one test.
     *
     * @param at       where the test stands in the file
     * @param passed   whether every expectation was met
     * @param message  for people: what was decided and, if it failed, what was expected
     * @param decision what the policy said
     */
    public record Result(String file, Position at, boolean passed, String message, RouteDecision decision) {

        /** {@code policies.yaml:31: ok: ...} */
        @Override
        public String toString() {
            return file + ":" + at.line() + ": " + (passed ? "ok: " : "FAILED: ") + message;
        }

        /** As a problem of the file, for a test that did not pass. */
        Problem problem() {
            return new Problem(file, at.line(), at.column(), "this test fails: " + message);
        }
    }

    /**
     * Runs them in the order written.
     *
     * @param detectors gives the signals of a conversation; called only for tests that give text
     */
    public static List<Result> run(CompiledPolicy policy, Function<Conversation, Signals> detectors) {
        return policy.document().tests().stream()
                .map(test -> run(policy, test, detectors))
                .toList();
    }

    private static Result run(CompiledPolicy policy, PolicyTest test, Function<Conversation, Signals> detectors) {
        PolicyTest.Given given = test.given();
        Set<String> providers = policy.document().targets().stream()
                .flatMap(target -> target.models().stream())
                .map(ModelId::provider)
                .collect(Collectors.toSet());
        RouteDecision decision = policy.policies().decide(given.facts(detectors, providers), given::isAvailable);
        PolicyTest.Expected expected = test.expected();
        String decided = describe(decision);
        boolean passed = expected.route().map(route(decision)::equals).orElse(true)
                && expected.rule().map(decision.rule()::equals).orElse(true)
                && expected.refused()
                        .map(refused -> refused == decision instanceof RouteDecision.Refuse)
                        .orElse(true);
        String message = passed ? decided : "expected " + describe(expected) + ", got " + decided;
        return new Result(policy.document().file(), test.at(), passed, message, decision);
    }

    private static String route(RouteDecision decision) {
        return switch (decision) {
            case RouteDecision.Serve serve -> serve.first().target();
            case RouteDecision.Refuse refuse -> "";
        };
    }

    private static String describe(RouteDecision decision) {
        return switch (decision) {
            case RouteDecision.Serve serve ->
                "route " + serve.first().target() + " (" + serve.first().model() + ") by rule '" + serve.rule() + "'";
            case RouteDecision.Refuse refuse -> "refused by rule '" + refuse.rule() + "': " + refuse.reason();
        };
    }

    private static String describe(PolicyTest.Expected expected) {
        StringBuilder words = new StringBuilder();
        expected.route().ifPresent(route -> words.append(" route ").append(route));
        expected.rule().ifPresent(rule -> words.append(" rule '").append(rule).append('\''));
        expected.refused().ifPresent(refused -> words.append(refused ? " refused" : " not refused"));
        return words.substring(1);
    }
}
