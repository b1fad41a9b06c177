package io.compuerta.policy.signal.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Half a million characters of one thing: what is quadratic would take minutes here. */
class HostileAnswerTest {

    private static final int SIZE = 500_000;
    private static final int CHUNK = 7;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "You are ",
                "You are Nuria, the ",
                "sk-",
                "=sk-",
                "sk-=",
                "key:",
                "key: ",
                "key:a",
                "key:f(a1",
                "password=password=",
                "://a:",
                "-----BEGIN ",
                "-",
                "[",
                "[EMAIL_",
                "[EMAIL_k7x3q9",
                "\\",
                "\\u00",
                "proyecto ",
                "eyJ",
                "\ud83d\ude00",
                "内部",
                ".",
                "e\u0301"
            })
    void manyCharactersAreWatchedInLinearTime(String piece) {
        Watchlist list = Watching.list(LeakAction.CUT, "");
        String text = piece.repeat(SIZE / piece.length());

        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            TextWatch whole = new TextWatch(list, true);
            String atOnce = whole.accept(text) + whole.finish();
            TextWatch watch = new TextWatch(list, true);
            StringBuilder passed = new StringBuilder();
            for (int from = 0; from < text.length(); from += CHUNK) {
                passed.append(watch.accept(text.substring(from, Math.min(text.length(), from + CHUNK))));
            }
            assertThat(passed.append(watch.finish()).toString().equals(atOnce)).isTrue();
            assertThat(whole.cut()).isEqualTo(watch.cut());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"a ", "the same again ", "."})
    void aHugePromptIsIndexedInLinearTime(String piece) {
        String text = piece.repeat(SIZE / piece.length());

        PromptShingles prompt = assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> PromptShingles.of(List.of(text), List.of(text + "b"), 12));

        assertThat(prompt.isEmpty()).isTrue();
    }
}
