package io.compuerta.gateway.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.gateway.pipeline.AnonymizedCall;
import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.gateway.pipeline.OutgoingCall;
import io.compuerta.gateway.privacy.EgressGuard;
import io.compuerta.gateway.privacy.UserPseudonyms;
import io.compuerta.gateway.testing.Calls;
import io.compuerta.policy.decide.DataTerms;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.Placement;
import io.compuerta.policy.signal.pii.PiiType;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/** The only way to a provider. */
class EgressGateTest {

    private static final ModelId MODEL = ModelId.parse("europe/big");
    private static final byte[] SECRET = "a secret of the tests only".getBytes(StandardCharsets.UTF_8);
    private static final DataTerms TERMS = new DataTerms(Set.of("es", "de"), OptionalInt.of(30), Optional.of(false));
    private static final String MAILBOX = "rosa.molina@correo-prueba.es";
    private static final byte[] BODY = "{\"model\":\"big\"}".getBytes(StandardCharsets.UTF_8);

    private final List<EgressRecord> records = new ArrayList<>();
    private final List<Boolean> awaited = new ArrayList<>();
    private final List<Set<PiiType>> leaks = new ArrayList<>();
    private CompletableFuture<Void> kept = CompletableFuture.completedFuture(null);

    @Test
    void whatMayLeavePassesUntouchedAndIsOnRecord() {
        OutgoingCall call = Calls.outgoing("Escribe a " + MAILBOX + " y a ivan.soler@correo-prueba.es", MODEL)
                .attempt(2);

        byte[] passed = exit(false).pass(call, BODY).block();

        assertThat(passed).isSameAs(BODY);
        assertThat(records).singleElement().satisfies(record -> {
            assertThat(record.requestId()).isEqualTo("req-1");
            assertThat(record.tenant()).isEqualTo("acme");
            assertThat(record.userDigest()).matches("[0-9a-f]{16}");
            assertThat(record.provider()).isEqualTo("europe");
            assertThat(record.model()).isEqualTo("big");
            assertThat(record.residency()).containsExactly("de", "es");
            assertThat(record.retentionDays()).hasValue(30);
            assertThat(record.training()).contains(false);
            assertThat(record.sensitivity()).isEqualTo("public");
            assertThat(record.rule()).isEqualTo("a rule");
            assertThat(record.policy()).isEqualTo("p1");
            assertThat(record.replaced()).isEqualTo(Map.of("EMAIL", 2));
            assertThat(record.purpose()).isEqualTo("first");
            assertThat(record.attempt()).isEqualTo(2);
            assertThat(record.bytes()).isEqualTo(BODY.length);
            assertThat(record.hmac()).isEqualTo(new BodyDigest(SECRET).of(BODY));
            assertThat(record.outcome()).isEqualTo("sent");
            assertThat(record.toString()).doesNotContain("rosa", "ivan");
        });
        assertThat(awaited).containsExactly(false);
    }

    @Test
    void anOriginalAmongTheBytesHoldsThemBackAndIsOnRecordByItsType() {
        byte[] body = ("{\"note\":\"" + MAILBOX + "\"}").getBytes(StandardCharsets.UTF_8);

        StepVerifier.create(exit(false).pass(Calls.outgoing("Escribe a " + MAILBOX, MODEL), body))
                .verifyError(GatewayError.ProtectionFailed.class);

        assertThat(records).singleElement().satisfies(record -> {
            assertThat(record.outcome()).isEqualTo("refused");
            assertThat(record.refused()).contains("personal data: EMAIL");
            assertThat(record.bytes()).isEqualTo(body.length);
            assertThat(record.toString()).doesNotContain("rosa");
        });
        assertThat(leaks).containsExactly(Set.of(PiiType.EMAIL));
    }

    @Test
    void aCallThatMustStayLocalIsHeldBackWhoeverSendsIt() {
        AnonymizedCall call = Calls.anonymized("hello");
        AnonymizedCall local =
                new AnonymizedCall(call.inspected(), call.outgoing(), call.vault(), call.pii(), Placement.LOCAL);

        StepVerifier.create(exit(false).pass(Calls.outgoing(local, MODEL), BODY))
                .verifyError(GatewayError.ProtectionFailed.class);

        assertThat(records)
                .singleElement()
                .satisfies(record -> assertThat(record.refused()).contains("must stay local"));
    }

    @Test
    void aLastCheckThatFailsLetsNothingOut() {
        EgressGuard broken = new EgressGuard(types -> {
            throw new IllegalStateException("no");
        });
        byte[] body = MAILBOX.getBytes(StandardCharsets.UTF_8);

        StepVerifier.create(exit(broken, false).pass(Calls.outgoing("Escribe a " + MAILBOX, MODEL), body))
                .verifyError(GatewayError.ProtectionFailed.class);

        assertThat(records)
                .singleElement()
                .satisfies(record -> assertThat(record.refused()).contains("the last check failed"));
    }

    @Test
    void withoutARequiredRecordNothingLeaves() {
        kept = CompletableFuture.failedFuture(new IllegalStateException("full"));

        StepVerifier.create(exit(true).pass(Calls.outgoing("hello", MODEL), BODY))
                .verifyErrorSatisfies(e -> assertThat(e)
                        .isInstanceOf(GatewayError.Unavailable.class)
                        .hasMessageContaining("nothing was sent"));
        assertThat(awaited).containsExactly(true);
        // Whether it is required is the operator's choice.
        assertThat(exit(false).pass(Calls.outgoing("hello", MODEL), BODY).block())
                .isSameAs(BODY);
    }

    @Test
    void aRequiredRecordIsWaitedForAndNotForEver() {
        CompletableFuture<Void> slow = new CompletableFuture<>();
        kept = slow;

        StepVerifier.create(exit(true).pass(Calls.outgoing("hello", MODEL), BODY))
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(1))
                .then(() -> slow.complete(null))
                .expectNext(BODY)
                .verifyComplete();

        CompletableFuture<Void> never = new CompletableFuture<>();
        kept = never;
        StepVerifier.withVirtualTime(() -> exit(true).pass(Calls.outgoing("hello", MODEL), BODY))
                .thenAwait(Duration.ofSeconds(2))
                .verifyError(GatewayError.Unavailable.class);
        assertThat(never).as("the record of a call that was not made").isCancelled();
    }

    @Test
    void eachTryPassesAnew() {
        var pass = exit(false).pass(Calls.outgoing("hello", MODEL), BODY);
        assertThat(records).isEmpty();

        pass.block();
        pass.block();

        assertThat(records).hasSize(2);
    }

    @Test
    void theHashIsKeyedAndOfTheExactBytes() throws Exception {
        String hash = new BodyDigest(SECRET).of(BODY);

        // As docs/privacy.md computes it with openssl.
        assertThat(hash).isEqualTo("4827af65275118c88d4c853591749f2343a212a7b2cb117fba367eff2267e761");
        assertThat(hash)
                .isNotEqualTo(new BodyDigest("another secret of tests".getBytes(StandardCharsets.UTF_8)).of(BODY))
                .isNotEqualTo(new BodyDigest(SECRET).of("{\"model\": \"big\"}".getBytes(StandardCharsets.UTF_8)))
                .isNotEqualTo(java.util.HexFormat.of()
                        .formatHex(java.security.MessageDigest.getInstance("SHA-256")
                                .digest(BODY)));
    }

    private EgressGate.Exit exit(boolean required) {
        return exit(new EgressGuard(leaks::add), required);
    }

    private EgressGate.Exit exit(EgressGuard guard, boolean required) {
        EgressBook book = (record, receivedNanos, waits) -> {
            records.add(record);
            awaited.add(waits);
            return kept;
        };
        return new EgressGate(
                        guard,
                        book,
                        new BodyDigest(SECRET),
                        new UserPseudonyms(SECRET),
                        new EgressSettings(required, Duration.ofSeconds(2)),
                        Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC))
                .to("europe", TERMS);
    }
}
