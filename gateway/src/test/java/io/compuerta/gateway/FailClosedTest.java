package io.compuerta.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.gateway.classify.Classifier;
import io.compuerta.gateway.firewall.Firewall;
import io.compuerta.gateway.pipeline.Answer;
import io.compuerta.gateway.pipeline.AnswerEvent;
import io.compuerta.gateway.pipeline.DetectorPool;
import io.compuerta.gateway.privacy.EgressGuard;
import io.compuerta.gateway.privacy.Privacy;
import io.compuerta.gateway.testing.Chat;
import io.compuerta.gateway.testing.GatewayUnderTest;
import io.compuerta.gateway.testing.SseEvent;
import io.compuerta.gateway.testing.StubUpstream;
import io.compuerta.gateway.testing.TestConfiguration;
import java.lang.reflect.InvocationTargetException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;
import org.mockito.invocation.InvocationOnMock;
import org.springframework.beans.factory.config.BeanPostProcessor;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whatever part of the protection breaks, in whatever way, a call is refused or its stream ends in an error: it is never
 * sent as it is. The whole gateway runs; a switch breaks one part of it at a time.
 */
class FailClosedTest {

    private static final String MAIL = "ines.roldan@correo.example";

    /** Long enough to be looked at in the detectors' pool, under its deadline. */
    private static final String LONG = "Escribe a " + MAIL + " que su reserva sigue en pie. "
            + "La sala grande da al jardín y tiene sitio para todos. ".repeat(60);

    private static final String SHORT = "Escribe a " + MAIL + ".";

    /** What breaks, and how. */
    private enum Fault {
        NONE,
        FIREWALL_DETECTOR_THROWS,
        FIREWALL_DETECTOR_OVERFLOWS_ITS_STACK,
        FIREWALL_DETECTOR_OUTRUNS_ITS_DEADLINE,
        FIREWALL_STAGE_THROWS,
        PRIVACY_DETECTOR_THROWS,
        PRIVACY_DETECTOR_OVERFLOWS_ITS_STACK,
        PRIVACY_DETECTOR_OUTRUNS_ITS_DEADLINE,
        PRIVACY_STAGE_THROWS,
        EGRESS_CHECK_THROWS,
        CLASSIFIER_THROWS,
        RESTORER_THROWS_AT_ONCE,
        RESTORER_THROWS_IN_MID_STREAM
    }

    private static final Set<Fault> AFTER_SENDING =
            Set.of(Fault.RESTORER_THROWS_AT_ONCE, Fault.RESTORER_THROWS_IN_MID_STREAM);

    private static StubUpstream stub;
    private static GatewayUnderTest gateway;
    private static volatile Fault fault = Fault.NONE;
    private static volatile CountDownLatch release = new CountDownLatch(1);

    @BeforeAll
    static void start() {
        stub = StubUpstream.start();
        gateway = GatewayUnderTest.start(
                TestConfiguration.standard(stub.baseUrl(), stub.baseUrl()),
                Map.of(
                        "compuerta.detectors.threads", "1",
                        "compuerta.detectors.queue", "1",
                        "compuerta.detectors.deadline", "2s"),
                new BeanPostProcessor() {
                    @Override
                    public Object postProcessAfterInitialization(Object bean, String name) {
                        return breakable(bean);
                    }
                });
    }

    @AfterAll
    static void stop() {
        gateway.close();
        stub.close();
    }

    @BeforeEach
    void healthy() {
        fault = Fault.NONE;
        release = new CountDownLatch(1);
        stub.forget();
    }

    @AfterEach
    void letGo() {
        fault = Fault.NONE;
        release.countDown();
    }

    static Stream<Arguments> faultsBeforeSending() {
        return Stream.of(Fault.values())
                .filter(one -> one != Fault.NONE && one != Fault.CLASSIFIER_THROWS && !AFTER_SENDING.contains(one))
                .flatMap(one -> Stream.of(Arguments.of(one, true), Arguments.of(one, false)));
    }

    @ParameterizedTest
    @MethodSource("faultsBeforeSending")
    void aBrokenProtectionRefusesTheCallAndSendsNothing(Fault broken, boolean stream) {
        fault = broken;

        HttpResponse<String> response = ask(Chat.json("stub/echo", LONG), stream);

        assertRefused(response);
    }

    /** Short texts are looked at where they come in, without a deadline that could help. */
    @ParameterizedTest
    @EnumSource(
            names = {
                "FIREWALL_DETECTOR_THROWS",
                "FIREWALL_DETECTOR_OVERFLOWS_ITS_STACK",
                "PRIVACY_DETECTOR_THROWS",
                "PRIVACY_DETECTOR_OVERFLOWS_ITS_STACK"
            })
    void theSameForShortTexts(Fault broken) {
        fault = broken;

        assertRefused(ask(Chat.json("stub/echo", SHORT), true));
    }

    @ParameterizedTest
    @EnumSource(names = {"RESTORER_THROWS_AT_ONCE", "RESTORER_THROWS_IN_MID_STREAM"})
    void aBrokenRestorerEndsAStreamInAnError(Fault broken) {
        fault = broken;

        HttpResponse<String> streamed = ask(Chat.json("stub/echo", SHORT), true);

        if (streamed.statusCode() == 200) {
            List<SseEvent> events = SseEvent.parse(streamed.body());
            assertThat(events.getLast().name()).isEqualTo("error");
            assertThat(events).noneMatch(SseEvent::isDone);
        } else {
            assertThat(streamed.statusCode()).isGreaterThanOrEqualTo(500);
        }
        assertThat(stub.receivedText()).contains("HTTP/1.1").doesNotContain(MAIL);
    }

    @Test
    void aBrokenRestorerGivesAWholeAnswerAnErrorStatus() {
        fault = Fault.RESTORER_THROWS_AT_ONCE;

        HttpResponse<String> response = ask(Chat.json("stub/echo", SHORT), false);

        assertThat(response.statusCode()).isGreaterThanOrEqualTo(500);
        assertThat(stub.receivedText()).contains("HTTP/1.1").doesNotContain(MAIL);
    }

    /** What nobody could classify is treated as the gravest there is. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBrokenClassifierMakesACallRegulated(boolean stream) {
        fault = Fault.CLASSIFIER_THROWS;
        String id = GatewayUnderTest.freshId();

        GatewayUnderTest.send(
                gateway.chat(Chat.json("stub/echo", SHORT).put("stream", stream).toString())
                        .header("x-request-id", id)
                        .header("Cache-Control", "no-cache"));

        assertThat(gateway.ledger().of(id)).containsEntry("sensitivity", "regulated");
        assertThat(stub.receivedText()).doesNotContain(MAIL);
    }

    @Test
    void aFullQueueOfDetectorsRefusesTheCall() throws InterruptedException {
        DetectorPool pool = gateway.bean(DetectorPool.class);
        CountDownLatch began = new CountDownLatch(1);
        // One takes the only thread and keeps it, the other the only place in the queue.
        pool.run(LONG.length(), late(() -> "", began)).subscribe(done -> {}, failed -> {});
        assertThat(began.await(30, TimeUnit.SECONDS)).isTrue();
        pool.run(LONG.length(), () -> "").subscribe(done -> {}, failed -> {});

        HttpResponse<String> response = ask(Chat.json("stub/echo", LONG), false);

        assertRefused(response);
    }

    @Test
    void aVaultThatIsFullRefusesTheCall() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 10_001; i++) {
            text.append("a").append(i).append("@b.example ");
        }

        HttpResponse<String> response = ask(Chat.json("stub/echo", text.toString()), false);

        assertRefused(response);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anOriginalThatTheReplacementMissedRefusesTheCall(boolean stream) {
        ObjectNode request = Chat.json("stub/echo", SHORT);
        // Not searched, for it is a word of the protocol; but it would leave.
        request.put("service_tier", MAIL);

        assertRefused(ask(request, stream));
    }

    @Test
    void withNothingBrokenTheSameCallsAreAnswered() {
        HttpResponse<String> whole = ask(Chat.json("stub/echo", LONG), false);
        HttpResponse<String> streamed = ask(Chat.json("stub/echo", LONG), true);

        assertThat(Answers.content(whole.body())).isEqualTo(LONG);
        assertThat(SseEvent.text(SseEvent.parse(streamed.body()))).isEqualTo(LONG);
        assertThat(stub.receivedText()).doesNotContain(MAIL);
    }

    private static void assertRefused(HttpResponse<String> response) {
        assertThat(response.statusCode()).isGreaterThanOrEqualTo(500);
        assertThat(response.body()).doesNotContain(MAIL).contains("\"error\"");
        assertThat(stub.receivedText()).isEmpty();
    }

    private static HttpResponse<String> ask(ObjectNode request, boolean stream) {
        return GatewayUnderTest.send(
                gateway.chat(request.put("stream", stream).toString()).header("Cache-Control", "no-cache"));
    }

    private static Object breakable(Object bean) {
        return switch (bean) {
            case Firewall stage ->
                Mockito.mock(Firewall.class, call -> {
                    throwIf(Fault.FIREWALL_STAGE_THROWS, call, "inspect");
                    return through(stage, call);
                });
            case Privacy stage ->
                Mockito.mock(Privacy.class, call -> {
                    throwIf(Fault.PRIVACY_STAGE_THROWS, call, "anonymize");
                    Object result = through(stage, call);
                    return call.getMethod().getName().equals("restore") ? badlyRestored((Answer) result) : result;
                });
            case EgressGuard guard ->
                Mockito.mock(EgressGuard.class, call -> {
                    if (fault == Fault.EGRESS_CHECK_THROWS) {
                        throw new IllegalStateException("broken for the test");
                    }
                    return through(guard, call);
                });
            case DetectorPool pool -> Mockito.mock(DetectorPool.class, call -> pooled(pool, call));
            default -> bean;
        };
    }

    private static Answer badlyRestored(Answer answer) {
        int good = fault == Fault.RESTORER_THROWS_IN_MID_STREAM ? 5 : 0;
        if (!AFTER_SENDING.contains(fault)) {
            return answer;
        }
        return answer.mapEvents(events -> events.index((index, event) -> {
            if (event instanceof AnswerEvent.Text && index >= good) {
                throw new IllegalStateException("broken for the test");
            }
            return event;
        }));
    }

    /** Detectors run nowhere else, so breaking what is handed to the pool breaks them, whoever asked. */
    private static Object pooled(DetectorPool pool, InvocationOnMock call) throws Throwable {
        if (!call.getMethod().getName().equals("run")) {
            return through(pool, call);
        }
        int length = call.getArgument(0);
        Callable<Object> detector = call.getArgument(1);
        boolean firewall = isAskedBy(Firewall.class);
        boolean privacy = isAskedBy(Privacy.class);
        return switch (fault) {
            case CLASSIFIER_THROWS -> pool.run(length, isAskedBy(Classifier.class) ? FailClosedTest::broken : detector);
            case FIREWALL_DETECTOR_THROWS -> pool.run(length, firewall ? FailClosedTest::broken : detector);
            case PRIVACY_DETECTOR_THROWS -> pool.run(length, privacy ? FailClosedTest::broken : detector);
            case FIREWALL_DETECTOR_OVERFLOWS_ITS_STACK ->
                pool.run(length, firewall ? FailClosedTest::overflowing : detector);
            case PRIVACY_DETECTOR_OVERFLOWS_ITS_STACK ->
                pool.run(length, privacy ? FailClosedTest::overflowing : detector);
            case FIREWALL_DETECTOR_OUTRUNS_ITS_DEADLINE ->
                pool.run(length, firewall ? late(detector, new CountDownLatch(1)) : detector);
            case PRIVACY_DETECTOR_OUTRUNS_ITS_DEADLINE ->
                pool.run(length, privacy ? late(detector, new CountDownLatch(1)) : detector);
            default -> pool.run(length, detector);
        };
    }

    /** Which stage is the nearest caller. */
    private static boolean isAskedBy(Class<?> stage) {
        Set<String> stages = Set.of(Firewall.class.getName(), Privacy.class.getName(), Classifier.class.getName());
        return StackWalker.getInstance()
                .walk(frames -> frames.map(StackWalker.StackFrame::getClassName)
                        .filter(stages::contains)
                        .findFirst())
                .filter(stage.getName()::equals)
                .isPresent();
    }

    private static Object broken() {
        throw new IllegalStateException("broken for the test");
    }

    private static Object overflowing() {
        throw new StackOverflowError("broken for the test");
    }

    private static <T> Callable<T> late(Callable<T> detector, CountDownLatch began) {
        CountDownLatch latch = release;
        return () -> {
            began.countDown();
            awaitQuietly(latch);
            return detector.call();
        };
    }

    /** Deaf to interrupts, as a detector in a long loop is. */
    private static void awaitQuietly(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void throwIf(Fault one, InvocationOnMock call, String method) {
        if (fault == one && call.getMethod().getName().equals(method)) {
            throw new IllegalStateException("broken for the test");
        }
    }

    private static Object through(Object real, InvocationOnMock call) throws Throwable {
        try {
            return call.getMethod().invoke(real, call.getArguments());
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
