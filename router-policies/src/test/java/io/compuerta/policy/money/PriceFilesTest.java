package io.compuerta.policy.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.compuerta.policy.Resources;
import io.compuerta.policy.yaml.ConfigException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of broken price files: each ends with the exact places and words of its problems. */
class PriceFilesTest {

    static List<Path> broken() {
        return Resources.table("money/broken");
    }

    @ParameterizedTest
    @MethodSource("broken")
    void aBrokenFileIsToldWhereAndWhy(Path file) {
        ConfigException thrown = catchThrowableOfType(
                ConfigException.class, () -> PriceReader.read("prices.yaml", Resources.read(file)));

        assertThat(thrown).isNotNull();
        assertThat(thrown.problems())
                .extracting(problem -> problem.line() + ":" + problem.column() + ": " + problem.message())
                .containsExactlyElementsOf(Resources.expectedProblems(file));
    }

    @Test
    void theTableIsNotLost() {
        assertThat(broken()).hasSizeGreaterThan(14);
    }
}
