package io.compuerta.gateway.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.engine.Embedder;
import io.compuerta.engine.Embedding;
import io.compuerta.engine.EmbeddingModel;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.EngineHealth;
import io.compuerta.policy.signal.Conversation;
import io.compuerta.policy.signal.complexity.ComplexityDraft;
import io.compuerta.policy.signal.complexity.ComplexityScorer;
import io.compuerta.policy.signal.complexity.Meaning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class MeaningsTest {

    private static final ComplexityScorer SCORER = ComplexityScorer.standard();

    /** Neither plainly simple nor plainly complex, with the threshold below. */
    private static final String UNDECIDED =
            "A tenant moved out after two cold winters and the landlord sued for the rent."
                    + " Will the tenant prevail on a theory of constructive eviction?\nA. Yes, if the heating failed\n"
                    + "B. No, the lease was signed\nC. Only with a notice\nD. Never";

    private static final double THRESHOLD = draft(UNDECIDED).score().score();

    private final AtomicInteger missed = new AtomicInteger();
    private final List<String> embedded = new ArrayList<>();

    @Test
    void anUndecidedEnglishQuestionGetsItsMeaning() {
        Meanings meanings = meanings(Mono.just(List.of(vector())), true, 4);

        assertThat(of(meanings, UNDECIDED)).isNotNull();
        assertThat(embedded).containsExactly(UNDECIDED);
        assertThat(missed).hasValue(0);
    }

    @Test
    void aQuestionInAnotherLanguageOrOneThatIsDecidedIsNotEmbedded() {
        Meanings meanings = meanings(Mono.just(List.of(vector())), true, 4);

        assertThat(of(meanings, "¿Cuál es la política de cancelación de este alojamiento para el verano?"))
                .isNull();
        assertThat(of(meanings, "Thanks!")).isNull();
        assertThat(embedded).isEmpty();
        assertThat(missed).hasValue(0);
    }

    @Test
    void nothingIsEmbeddedWhenItIsSwitchedOff() {
        assertThat(of(meanings(Mono.just(List.of(vector())), false, 4), UNDECIDED))
                .isNull();
        assertThat(embedded).isEmpty();
    }

    @Test
    void whateverGoesWrongLeavesTheSurfaceAndIsCounted() {
        Meanings meanings = meanings(Mono.error(new EngineException.Unavailable("gone")), true, 1);

        assertThat(of(meanings, UNDECIDED)).isNull();
        assertThat(of(meanings, UNDECIDED)).isNull();
        assertThat(missed).hasValue(2);
    }

    @Test
    void moreThanMayBeEmbeddedAtOnceGoWithout() {
        Sinks.One<List<Embedding>> slow = Sinks.one();
        Meanings meanings = meanings(slow.asMono(), true, 1);
        List<Meaning> first = new ArrayList<>();
        meanings.of(UNDECIDED, draft(UNDECIDED), THRESHOLD).subscribe(first::add);

        assertThat(of(meanings, UNDECIDED)).isNull();
        assertThat(missed).hasValue(1);

        slow.tryEmitValue(List.of(vector()));
        assertThat(first).hasSize(1);
        assertThat(of(meanings, UNDECIDED)).isNotNull();
    }

    private static @org.jspecify.annotations.Nullable Meaning of(Meanings meanings, String question) {
        return meanings.of(question, draft(question), THRESHOLD).block();
    }

    private static ComplexityDraft draft(String question) {
        return SCORER.draft(Conversation.ofQuestion(question));
    }

    private static Embedding vector() {
        float[] vector = new float[Meaning.DIMENSION];
        vector[0] = 1;
        return new Embedding(vector, 3, false);
    }

    private Meanings meanings(Mono<List<Embedding>> answer, boolean enabled, int atOnce) {
        Embedder embedder = new Embedder() {
            @Override
            public EmbeddingModel model() {
                throw new AssertionError("nobody asks");
            }

            @Override
            public Mono<List<Embedding>> embed(List<String> texts, Duration deadline) {
                embedded.addAll(texts);
                return answer;
            }

            @Override
            public void warmUp() {
                throw new AssertionError("nobody asks");
            }

            @Override
            public EngineHealth health() {
                return new EngineHealth.Ready("stub", 256, false);
            }

            @Override
            public void close() {
                // Nothing is held.
            }
        };
        MeaningSettings settings = new MeaningSettings(enabled, Duration.ofMillis(50), atOnce);
        return new Meanings(embedder, settings, missed::incrementAndGet);
    }
}
