package io.compuerta.policy.signal.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PhraseIndexTest {

    private final PhraseIndex index = PhraseIndex.builder()
            .add("tarjeta de crédito", 1)
            .add("tarjeta", 2)
            .add("analiz*", 4)
            .add("天安门", 8)
            .add("crédit* social", 16)
            .build();

    @Test
    void findsPhrasesWhateverTheirCaseAccentsAndPunctuation() {
        assertThat(masks("TARJETA  de\nCREDITO")).isEqualTo(3);
    }

    @Test
    void findsWordsThatBeginWithAStem() {
        assertThat(masks("Analízame esto")).isEqualTo(4);
        assertThat(masks("análisis")).isZero();
        assertThat(masks("créditos social")).isEqualTo(16);
    }

    @Test
    void findsChineseWithoutSpaces() {
        assertThat(masks("关于天安门的问题")).isEqualTo(8);
    }

    @Test
    void doesNotFindHalfAPhraseOrHalfAWord() {
        assertThat(masks("de crédito")).isZero();
        assertThat(masks("tarjetas")).isZero();
    }

    @Test
    void readsDecomposedAccentsAsComposedOnes() {
        assertThat(masks("tarjeta de cre\u0301dito")).isEqualTo(3);
    }

    @Test
    void reportsTheWordsOfEachMatch() {
        List<String> found = new ArrayList<>();

        index.find(
                Words.of("mi tarjeta de crédito"), (mask, first, last) -> found.add(mask + ":" + first + "-" + last));

        assertThat(found).containsExactly("2:1-1", "1:1-3");
    }

    @Test
    void refusesAnEmptyPhrase() {
        assertThatThrownBy(() -> PhraseIndex.builder().add(" - ", 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private long masks(String text) {
        return index.masksIn(Words.of(text));
    }
}
