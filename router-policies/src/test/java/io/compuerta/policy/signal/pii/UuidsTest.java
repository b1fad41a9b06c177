package io.compuerta.policy.signal.pii;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

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

    @Test
    void aFindingThatIsTheWholeOfOneStays() {
        String id = "123e4567-e89b-12d3-a456-426614174000";

        assertThat(Uuids.cuts(id, new PiiFinding(0, 36, PiiType.SECRET, 1, "test")))
                .isFalse();
        assertThat(Uuids.cuts(id, new PiiFinding(9, 13, PiiType.ID, 1, "test"))).isTrue();
        assertThat(Uuids.cuts("no identifier here", new PiiFinding(3, 13, PiiType.ID, 1, "test")))
                .isFalse();
    }
}
