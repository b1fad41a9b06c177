package io.compuerta.gateway.firewall;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import io.compuerta.gateway.firewall.RemoteSettings.Format;
import io.compuerta.policy.signal.firewall.AttackKind;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.resources.ConnectionProvider;
import tools.jackson.databind.json.JsonMapper;

/** Against a real server. */
class RemoteGuardTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final WireMockServer SERVER =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
    private static final ConnectionProvider CONNECTIONS = ConnectionProvider.create("guard-of-the-tests", 8);

    @BeforeAll
    static void start() {
        SERVER.start();
    }

    @AfterAll
    static void stop() {
        CONNECTIONS.dispose();
        SERVER.stop();
    }

    @BeforeEach
    void forget() {
        SERVER.resetAll();
    }

    private static RemoteGuard guard(Format format, Duration deadline) {
        RemoteSettings settings = new RemoteSettings(
                URI.create(SERVER.baseUrl() + "/v1"),
                "guard-1",
                format,
                Optional.of("the-key"),
                deadline,
                true,
                0,
                false);
        return new RemoteGuard(settings, FirewallConfiguration.client(settings, CONNECTIONS), JSON);
    }

    private static List<GuardAnswer> ask(RemoteGuard guard, String... texts) {
        return guard.ask(Arrays.stream(texts)
                        .map(text -> guard.question("acme", text))
                        .toList())
                .block();
    }

    private static void says(String content) {
        var answer = JSON.createObjectNode();
        answer.putArray("choices").addObject().putObject("message").put("content", content);
        SERVER.stubFor(post(urlEqualTo("/v1/chat/completions")).willReturn(okJson(answer.toString())));
    }

    private static GuardAnswer answer(Format format) {
        return ask(guard(format, Duration.ofSeconds(20)), "¿Qué tiempo hace?").getFirst();
    }

    @Test
    void llamaGuardIsAskedAsAChat() {
        says("\n\nunsafe\nS2,S14");

        assertThat(answer(Format.LLAMA_GUARD)).isEqualTo(new GuardAnswer(true, 1, Optional.of(AttackKind.MALWARE)));
        SERVER.verify(postRequestedFor(urlEqualTo("/v1/chat/completions"))
                .withHeader("Authorization", equalTo("Bearer the-key"))
                .withRequestBody(matchingJsonPath("$.model", equalTo("guard-1")))
                .withRequestBody(matchingJsonPath("$.messages[0].content", equalTo("¿Qué tiempo hace?"))));
    }

    @ParameterizedTest
    @CsvSource({"safe, false", "unsafe, true", "' Safe ', false", "'unsafe\nS1', true"})
    void llamaGuardsTwoWords(String said, boolean unsafe) {
        says(said);

        assertThat(answer(Format.LLAMA_GUARD))
                .isEqualTo(unsafe ? new GuardAnswer(true, 1, Optional.empty()) : GuardAnswer.SAFE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"score\": 0.93, \"kind\": \"jailbreak\"} | true | JAILBREAK",
                "{\"score\": 0.5, \"kind\": null} | true | ",
                "{\"score\": 0.49, \"kind\": \"injection\"} | false | INJECTION",
                "{\"score\": 1, \"kind\": \"of its own\"} | true | ",
            })
    void aScoreFromAHalfOnIsUnsafe(String said, boolean unsafe, AttackKind kind) {
        says(said);

        GuardAnswer answer = answer(Format.JSON);

        assertThat(answer.unsafe()).isEqualTo(unsafe);
        assertThat(answer.kind()).isEqualTo(Optional.ofNullable(kind));
    }

    @Test
    void jsonInABlockOfCodeIsUnderstood() {
        says("```json\n{\"score\": 0.9, \"kind\": \"malware\"}\n```");

        assertThat(answer(Format.JSON)).isEqualTo(new GuardAnswer(true, 0.9, Optional.of(AttackKind.MALWARE)));
    }

    @Test
    void moderationsAreAskedAsOpenAiHasThem() {
        SERVER.stubFor(post(urlEqualTo("/v1/moderations"))
                .willReturn(okJson("{\"results\":[{\"flagged\":true,\"category_scores\":{\"a\":0.2,\"b\":0.8}}]}")));

        assertThat(answer(Format.MODERATION)).isEqualTo(new GuardAnswer(true, 0.8, Optional.empty()));
        SERVER.verify(postRequestedFor(urlEqualTo("/v1/moderations"))
                .withRequestBody(matchingJsonPath("$.input", equalTo("¿Qué tiempo hace?"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "I cannot help with that.",
                "safety first",
                "safe\nS1",
                "unsafeish",
                "{\"score\": 0.1}",
                "not safe"
            })
    void whatIsNeitherSafeNorUnsafeIsAFailureAndNoAcquittal(String said) {
        says(said);

        assertThatThrownBy(() -> answer(Format.LLAMA_GUARD)).isInstanceOf(GuardFailed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "[]", "{}", "{\"score\": \"0.1\"}", "{\"score\": -1}", "{\"score\": 0.1", "0.1"})
    void jsonThatIsNotAsPromisedIsAFailure(String said) {
        says(said);

        assertThatThrownBy(() -> answer(Format.JSON)).isInstanceOf(GuardFailed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"results\":[]}", "{\"results\":[{\"flagged\":\"no\"}]}", "garbage", ""})
    void moderationsThatAreNotAsPromisedAreAFailure(String body) {
        SERVER.stubFor(post(urlEqualTo("/v1/moderations")).willReturn(okJson(body)));

        assertThatThrownBy(() -> answer(Format.MODERATION)).isInstanceOf(GuardFailed.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 429, 500, 503})
    void anErrorStatusIsAFailure(int status) {
        SERVER.stubFor(post(urlEqualTo("/v1/chat/completions"))
                .willReturn(aResponse().withStatus(status).withBody("safe")));

        assertThatThrownBy(() -> answer(Format.LLAMA_GUARD))
                .isInstanceOf(GuardFailed.class)
                .hasMessageContaining(Integer.toString(status));
    }

    @Test
    void aBrokenConnectionAndAnEndlessAnswerAreFailures() {
        SERVER.stubFor(post(urlEqualTo("/v1/chat/completions"))
                .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
        assertThatThrownBy(() -> answer(Format.LLAMA_GUARD)).isInstanceOf(RuntimeException.class);

        says("safe" + " ".repeat(100_000));
        assertThatThrownBy(() -> answer(Format.LLAMA_GUARD)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void oneDeadlineHoldsForAllTexts() {
        SERVER.stubFor(
                post(urlEqualTo("/v1/chat/completions")).willReturn(okJson("{}").withFixedDelay(10_000)));

        assertThatThrownBy(() -> ask(guard(Format.LLAMA_GUARD, Duration.ofMillis(100)), "one", "two", "three"))
                .hasRootCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void anOpinionIsAskedForOnceATenantAndText() {
        says("safe");
        RemoteGuard guard = guard(Format.LLAMA_GUARD, Duration.ofSeconds(20));

        assertThat(ask(guard, "first turn", "second turn")).containsOnly(GuardAnswer.SAFE);
        assertThat(ask(guard, "first turn", "second turn", "third turn")).hasSize(3);
        guard.ask(List.of(guard.question("globex", "first turn"))).block();

        SERVER.verify(4, postRequestedFor(urlEqualTo("/v1/chat/completions")));
    }

    @Test
    void answersKeepTheOrderOfTheQuestions() {
        SERVER.stubFor(post(urlEqualTo("/v1/moderations"))
                .withRequestBody(matchingJsonPath("$.input", equalTo("bad")))
                .willReturn(okJson("{\"results\":[{\"flagged\":true}]}").withFixedDelay(50)));
        SERVER.stubFor(post(urlEqualTo("/v1/moderations"))
                .withRequestBody(matchingJsonPath("$.input", equalTo("good")))
                .willReturn(okJson("{\"results\":[{\"flagged\":false}]}")));

        assertThat(ask(guard(Format.MODERATION, Duration.ofSeconds(20)), "bad", "good"))
                .extracting(GuardAnswer::unsafe)
                .containsExactly(true, false);
    }

    @Test
    void aGuardThatKeepsFailingIsLeftAlone() {
        SERVER.stubFor(
                post(urlEqualTo("/v1/chat/completions")).willReturn(aResponse().withStatus(500)));
        RemoteGuard guard = guard(Format.LLAMA_GUARD, Duration.ofSeconds(20));
        for (int i = 0; i < 5; i++) {
            String text = "text " + i;
            assertThatThrownBy(() -> ask(guard, text)).isInstanceOf(GuardFailed.class);
        }

        assertThatThrownBy(() -> ask(guard, "one more")).isInstanceOf(CallNotPermittedException.class);
        SERVER.verify(5, postRequestedFor(urlEqualTo("/v1/chat/completions")));
    }
}
