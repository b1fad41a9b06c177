package io.compuerta.gateway.edge.openai;

import io.compuerta.engine.Embedding;
import io.compuerta.gateway.embed.EmbeddingAnswer;
import io.compuerta.gateway.embed.EmbeddingRequest.Encoding;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Mono;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** Writes vectors as OpenAI's list of embeddings. */
public final class EmbeddingWriter {

    /** About what a vector of 384 numbers takes. */
    private static final int USUAL_BYTES = 5_000;

    private final JsonMapper json;

    public EmbeddingWriter(JsonMapper json) {
        this.json = json;
    }

    public Mono<Void> write(EmbeddingAnswer answer, Encoding encoding, ServerHttpResponse response) {
        return Mono.defer(() -> {
            byte[] body = body(answer, encoding);
            HttpHeaders headers = response.getHeaders();
            DecisionHeaders.decided(answer.origin(), headers);
            DecisionHeaders.cost(answer.cost(), headers);
            RateLimitHeaders.write(answer.standing(), headers);
            if (answer.truncated() > 0) {
                headers.set("x-compuerta-truncated-inputs", Long.toString(answer.truncated()));
            }
            response.setStatusCode(HttpStatus.OK);
            headers.setContentType(MediaType.APPLICATION_JSON);
            headers.setContentLength(body.length);
            return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
        });
    }

    private byte[] body(EmbeddingAnswer answer, Encoding encoding) {
        ByteArrayOutputStream bytes =
                new ByteArrayOutputStream(USUAL_BYTES * answer.embeddings().size());
        try (JsonGenerator out = json.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringProperty("object", "list");
            out.writeArrayPropertyStart("data");
            int index = 0;
            for (Embedding embedding : answer.embeddings()) {
                out.writeStartObject();
                out.writeStringProperty("object", "embedding");
                out.writeNumberProperty("index", index++);
                out.writeName("embedding");
                vector(embedding.vector(), encoding, out);
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeStringProperty("model", answer.origin().model().toString());
            out.writeObjectPropertyStart("usage");
            out.writeNumberProperty("prompt_tokens", answer.tokens());
            out.writeNumberProperty("total_tokens", answer.tokens());
            out.writeEndObject();
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void vector(float[] vector, Encoding encoding, JsonGenerator out) {
        switch (encoding) {
            case FLOAT -> {
                out.writeStartArray();
                for (float value : vector) {
                    out.writeNumber(value);
                }
                out.writeEndArray();
            }
            case BASE64 -> {
                ByteBuffer floats =
                        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                floats.asFloatBuffer().put(vector);
                out.writeBinary(floats.array());
            }
        }
    }
}
