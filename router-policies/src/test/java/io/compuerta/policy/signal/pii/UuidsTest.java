package io.compuerta.policy.signal.pii;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UuidsTest {

    @Test
    void noPartOfAnIdentifierIsPersonal() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            String id = new UUID(random.nextLong(), random.nextLong()).toString();
            String text = "What does the cache keep of test-" + id + " and for how long?";

            assertThat(PiiScanner.standard().scan(text)).as(text).isEmpty();
        }
    }

    @Test
    void whatStandsBesideOneIsFound() {
        String text = "ana.ruiz@correo.example 123e4567-e89b-12d3-a456-426614174000 12345678Z";

        assertThat(PiiScanner.standard().scan(text))
                .extracting(PiiFinding::type)
                .containsExactly(PiiType.EMAIL, PiiType.ES_DNI);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ID de cliente: %s",
                "customer id %s was charged twice",
                "patient ID: %s",
                "Historia clínica %s, segunda visita",
            })
    void anAnnouncedOneIsTakenWhole(String sentence) {
        for (String id : List.of("123e4567-e89b-12d3-a456-426614174000", "9f8b2c1d-1234-4abc-8def-0123456789ab")) {
            String text = sentence.formatted(id);

            assertThat(PiiScanner.standard().scan(text))
                    .as(text)
                    .extracting(finding -> text.substring(finding.start(), finding.end()), PiiFinding::type)
                    .containsExactly(tuple(id, PiiType.ID));
        }
    }

    @Test
    void aSecretThatIsTheWholeOfOneStays() {
        String text = "api_key=550e8400-e29b-41d4-a716-446655440000";

        assertThat(PiiScanner.standard().scan(text))
                .extracting(PiiFinding::type)
                .containsExactly(PiiType.SECRET);
    }

    @Test
    void onlyWhatCutsOneIsTouched() {
        String id = "123e4567-e89b-12d3-a456-426614174000";
        PiiFinding whole = new PiiFinding(0, 36, PiiType.SECRET, 1, "test");
        PiiFinding elsewhere = new PiiFinding(3, 13, PiiType.PHONE, 1, "test");

        assertThat(Uuids.settled(id, whole)).contains(whole);
        assertThat(Uuids.settled(id, new PiiFinding(9, 13, PiiType.PHONE, 1, "test")))
                .isEmpty();
        assertThat(Uuids.settled("no identifier here", elsewhere)).contains(elsewhere);
    }
}
