package io.compuerta.policy.signal.pii;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Hola, me llamo Eulalia Pombo y tengo una duda.   | Eulalia Pombo
            me llamo juan carlos perez y no puedo entrar     | juan carlos perez
            Estimada Sra. Etxeberria: gracias.               | Etxeberria
            Fdo.: María de la Cruz Ferrer                    | María de la Cruz Ferrer
            Paciente: GONZALO RIVAS MENA                     | GONZALO RIVAS MENA
            Please call James O'Connor about the invoice.    | James O'Connor
            """)
    void peopleAreFoundWhole(String text, String name) {
        assertThat(people(text)).containsExactly(name);
    }

    @Test
    void whoWasNamedInFullIsFoundByOneWordLater() {
        String text = "La reunión con Olga Zutanova fue bien. Al final, lo que quería Zutanova era más tiempo.";

        assertThat(people(text)).containsExactly("Olga Zutanova", "Zutanova");
    }

    @Test
    void whatIsSomebodysIsNotPartOfTheName() {
        assertThat(people("I read Ruth Harper's Long Reports today.")).containsExactly("Ruth Harper");
    }

    @Test
    void whatAFormCallsANameIsOne() {
        assertThat(people("Nombre: Ruth\nApellidos: Caldera Gómez")).contains("Caldera Gómez");
    }

    @Test
    void peopleInARowAreSeveral() {
        assertThat(people("Asisten Teresa y Raquel, de ventas.")).containsExactly("Teresa", "Raquel");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Explain why Abraham Lincoln opposed secession.
            Napoleón murió en Santa Elena.
            Despliega en EKS con Terraform y guarda en S3.
            la casa de mi hermana es blanca y tiene un rosal
            Buenos días, Gracias por su paciencia.
            Explica la ley de Zutanor y el efecto Zutanor.
            PowerZut y NotZut fallan en ZutHub.
            We saw the Zutanor and the Zutanor Tower.
            El zutanol baja la fiebre. Zutanol se toma de noche.
            Hipertransmisión detectada. Zutanología pendiente.
            """)
    void topicsAreNobody(String text) {
        assertThat(people(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Vivo en la calle Hortaleza 87, 4º izda., 28004 Madrid desde mayo. | calle Hortaleza 87, 4º izda., 28004 Madrid
            Ship it to 42 Larkspur Lane, Bristol BS6 5QT today.               | 42 Larkspur Lane, Bristol BS6 5QT
            Estoy en la Carrera 15 # 93-47 ahora.                             | Carrera 15 # 93-47
            Domicilio: Avda. de la Paz, s/n                                   | Avda. de la Paz, s/n
            """)
    void addressesAreFoundWhole(String text, String address) {
        assertThat(of(PiiType.ADDRESS, text)).containsExactly(address);
    }

    @Test
    void weightsSurviveWritingAndReading() throws IOException {
        TagModel model = TagModel.standard();
        var bytes = new ByteArrayOutputStream();
        model.write(bytes);

        TagModel read = TagModel.read(new ByteArrayInputStream(bytes.toByteArray()));

        assertThat(Arrays.equals(read.rows(), model.rows())).isTrue();
        assertThat(read.transitions()).containsExactly(model.transitions());
    }

    @Test
    void weightsOfAnotherFormatAreRefused() {
        Assertions.assertThatIOException()
                .isThrownBy(() -> TagModel.read(new ByteArrayInputStream(new byte[64])))
                .withMessageContaining("version 1");
    }

    @Test
    void trainingTwiceGivesTheSameWeights() throws IOException {
        assertThat(trained()).isEqualTo(trained());
    }

    private static byte[] trained() throws IOException {
        String text = "Habla Zutanita Perengano hoy.";
        var row = new TrainingRow(text, List.of(new TrainingRow.Span(6, 24, true)), "test");
        var trainer = new NameTrainer(1 << 10, 5);
        trainer.train(List.of(row), r -> r, () -> row, 3, 2);
        var bytes = new ByteArrayOutputStream();
        trainer.write(bytes);
        return bytes.toByteArray();
    }

    private static List<String> people(String text) {
        return of(PiiType.PERSON, text);
    }

    private static List<String> of(PiiType type, String text) {
        return PiiScanner.standard().scan(text).stream()
                .filter(f -> f.type() == type)
                .map(f -> text.substring(f.start(), f.end()))
                .toList();
    }
}
