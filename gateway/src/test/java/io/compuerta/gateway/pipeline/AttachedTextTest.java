package io.compuerta.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.gateway.privacy.Piece;
import io.compuerta.gateway.privacy.Syntax;
import io.compuerta.gateway.testing.Calls;
import io.compuerta.gateway.testing.Chat;
import io.compuerta.policy.signal.firewall.Origin;
import io.compuerta.policy.signal.pii.PiiType;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class AttachedTextTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String LETTER = "Señor Muñoz: su cita es el lunes — 9 h.";

    private static ObjectNode file(String head, byte[] bytes) {
        return JSON.createObjectNode()
                .put("filename", "carta.bin")
                .put("file_data", head + Base64.getEncoder().encodeToString(bytes));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "data:text/plain;base64 | UTF-8",
                "data:TEXT/MARKDOWN;base64 | UTF-8",
                "data:text/csv;charset=windows-1252;base64 | windows-1252",
                "data:text/plain;charset=\"UTF-8\";base64 | UTF-8",
                "data:text/plain;charset=nonsense;base64 | UTF-8",
                "data:application/xml;base64 | UTF-8",
                "data:application/vnd.acme+json;base64 | UTF-8",
                "data:text/plain;name=a.txt;charset=utf-16le;base64 | UTF-16LE",
            })
    void textIsReadAndWrittenBackAsItCame(String head, String charset) {
        ObjectNode file = file(head + ",", LETTER.getBytes(Charset.forName(charset)));

        AttachedText attached = AttachedText.of(file).orElseThrow();

        assertThat(attached.text()).isEqualTo(LETTER);
        assertThat(attached.dataWith(LETTER)).isEqualTo(file.path("file_data").stringValue());
        assertThat(attached.toString()).doesNotContain("Muñoz");
    }

    @Test
    void aByteOrderMarkTellsTheCharsetAndStays() {
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            ObjectNode file = file("data:text/plain;base64,", ("\uFEFF" + LETTER).getBytes(charset));

            AttachedText attached = AttachedText.of(file).orElseThrow();

            assertThat(attached.text()).isEqualTo(LETTER);
            assertThat(attached.dataWith(LETTER))
                    .isEqualTo(file.path("file_data").stringValue());
        }
    }

    @Test
    void bytesOfNoDeclaredCharsetAreNotLost() {
        byte[] latin = "Año de la cita: ¿cuál?".getBytes(StandardCharsets.ISO_8859_1);
        ObjectNode file = file("data:text/plain;base64,", latin);

        AttachedText attached = AttachedText.of(file).orElseThrow();

        assertThat(attached.text()).isEqualTo("Año de la cita: ¿cuál?");
        assertThat(attached.dataWith(attached.text()))
                .isEqualTo(file.path("file_data").stringValue());
    }

    @Test
    void whatDoesNotFitTheOldCharsetIsWrittenInUtf8() {
        ObjectNode file =
                file("data:text/plain;charset=iso-8859-1;base64,", "hola".getBytes(StandardCharsets.US_ASCII));

        String data = AttachedText.of(file).orElseThrow().dataWith("⟦1⟧");

        assertThat(data).startsWith("data:text/plain;charset=utf-8;base64,");
        assertThat(AttachedText.of(JSON.createObjectNode().put("file_data", data))
                        .orElseThrow()
                        .text())
                .isEqualTo("⟦1⟧");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data:application/pdf;base64,SG9sYQ==",
                "data:image/png;base64,SG9sYQ==",
                "data:text/plain,SG9sYQ==",
                "data:text/plain;base64",
                "data:application/octet-stream;base64,SG9sYQ==",
                "data:;base64,SG9sYQ==",
                "SG9sYQ==",
                "https://files.example/carta.txt",
                ""
            })
    void whatIsNoTextIsLeftAlone(String data) {
        assertThat(AttachedText.of(
                        JSON.createObjectNode().put("file_data", data).put("filename", "carta.bin")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SG9sYQ=!", "SG9sYQ=", "SG9sYQ", "SG9=sYQ==", "SG9sYR*Q", "SG9sYSHhX"})
    void aWrongEndHidesNothing(String base64) {
        ObjectNode file = JSON.createObjectNode().put("file_data", "data:text/plain;base64," + base64);

        assertThat(AttachedText.of(file).orElseThrow().text()).startsWith("Hol");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"SG9sYQ==", "data:;base64,SG9sYQ==", "data:application/octet-stream;base64,SG9s\\nYQ==", "SG9sYQ"
            })
    void theNameTellsWhereTheTypeDoesNot(String data) {
        ObjectNode file = JSON.createObjectNode()
                .put("file_data", data.replace("\\n", "\r\n"))
                .put("filename", "A.TXT");

        assertThat(AttachedText.of(file).orElseThrow().text()).isEqualTo("Hola");
    }

    private static ObjectNode request() {
        ObjectNode request = Chat.json("auto", "");
        ObjectNode message = (ObjectNode) request.path("messages").path(0);
        var parts = message.putArray("content");
        parts.addObject().put("type", "text").put("text", "Resume la carta");
        parts.addObject()
                .put("type", "file")
                .set(
                        "file",
                        file(
                                "data:text/plain;base64,",
                                "Escriba a ana.gil@example.com antes del lunes.".getBytes(StandardCharsets.UTF_8)));
        parts.addObject().put("type", "text").put("text", "en dos frases");
        return request;
    }

    @Test
    void aDocumentIsAPieceOfTheRequestAndAWritingOfItsOwn() {
        ChatRequest request = new ChatRequest(request());

        assertThat(request.pieces())
                .extracting(Piece::text)
                .containsExactly(
                        "Resume la carta",
                        "carta.bin",
                        "Escriba a ana.gil@example.com antes del lunes.",
                        "en dos frases");
        assertThat(request.writings()).extracting(Writing::origin).containsExactly(Origin.USER, Origin.DOCUMENT);
        assertThat(request.writings()).extracting(Writing::places).containsExactly(List.of(0, 3), List.of(2));
        assertThat(request.textLength()).isGreaterThan(40);
    }

    @Test
    void aJsonDocumentIsReadAsJson() {
        ObjectNode request = request();
        ObjectNode part = (ObjectNode) request.at("/messages/0/content/1");
        part.set("file", file("data:application/json;base64,", "{\"a\": \"b\"}".getBytes(StandardCharsets.UTF_8)));

        assertThat(new ChatRequest(request).pieces().get(2).syntax()).isEqualTo(Syntax.JSON);
    }

    @Test
    void personalDataInADocumentIsReplacedBeforeItLeaves() {
        AnonymizedCall call = Calls.anonymized(request(), "acme");

        ChatRequest outgoing = call.outgoing();
        assertThat(call.pii()).contains(PiiType.EMAIL);
        assertThat(outgoing.pieces().get(2).text())
                .startsWith("Escriba a ")
                .endsWith(" antes del lunes.")
                .doesNotContain("ana.gil");
        assertThat(outgoing.copyJson()
                        .at("/messages/0/content/1/file/file_data")
                        .stringValue())
                .startsWith("data:text/plain;base64,");
        assertThat(call.original().pieces().get(2).text()).contains("ana.gil@example.com");
    }

    @Test
    void aRequestWhoseTextsStayKeepsEveryByteOfItsFiles() {
        ObjectNode request = request();
        ObjectNode file = (ObjectNode) request.at("/messages/0/content/1/file");
        file.put("file_data", "data:text/plain;base64,SG9s\r\nYQ==");
        ChatRequest chat = new ChatRequest(request);

        ChatRequest same =
                chat.withTexts(chat.pieces().stream().map(Piece::text).toList());

        assertThat(same.copyJson()).isEqualTo(request);
    }
}
