package io.compuerta.policy.signal.pii;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every type with five and more texts that hold it and five that do not: glued to marks, in JSON, in either case. */
class TypesTest {

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("texts")
    void isFoundWhereItIsAndNotWhereItIsNot(PiiType type, String sign, String text) {
        List<PiiType> found =
                PiiScanner.standard().scan(text).stream().map(PiiFinding::type).toList();

        if (sign.equals("+")) {
            assertThat(found).contains(type);
        } else {
            assertThat(found).doesNotContain(type);
        }
    }

    @Test
    void everyTypeHasFiveOfEach() {
        for (PiiType type : PiiType.values()) {
            for (String sign : List.of("+", "-")) {
                assertThat(texts().filter(a -> a.get()[0] == type && a.get()[1].equals(sign)))
                        .as("%s %s", type, sign)
                        .hasSizeGreaterThanOrEqualTo(5);
            }
        }
    }

    static Stream<Arguments> texts() {
        try (var reader = new BufferedReader(
                new InputStreamReader(TypesTest.class.getResourceAsStream("types.txt"), StandardCharsets.UTF_8))) {
            return reader
                    .lines()
                    .filter(line -> !line.isBlank() && line.charAt(0) != '#')
                    .map(line -> line.split(" ", 3))
                    .map(parts -> Arguments.of(PiiType.valueOf(parts[0]), parts[1], parts[2]))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
