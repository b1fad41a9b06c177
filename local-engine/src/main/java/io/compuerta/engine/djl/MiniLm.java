package io.compuerta.engine.djl;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.TranslatorContext;
import io.compuerta.engine.Embedding;
import io.compuerta.engine.EmbeddingModel;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.embed.SentenceModel;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * all-MiniLM-L6-v2 with 8-bit weights, as langchain4j's artifact carries it: six BERT layers, mean pooling, trained on
 * sentences of up to 256 tokens, English mostly (ADR-0015).
 *
 * <p>One text at a time, without padding: the quantized model scales its activations by what else is in the batch, so
 * that in a batch the same text gets another vector (onnxruntime issue 10111).
 */
final class MiniLm implements SentenceModel {

    static final EmbeddingModel DESCRIPTION = new EmbeddingModel(
            "all-minilm-l6-v2", 384, 384, 256, "afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1");

    private static final String WEIGHTS = "all-minilm-l6-v2-q.onnx";
    private static final String VOCABULARY = "all-minilm-l6-v2-q-tokenizer.json";

    /** 254 words of 64 characters each: more is never read of a text made of words, and would only be split in vain. */
    private static final int MOST_CHARACTERS = 1 << 14;

    private final HuggingFaceTokenizer tokenizer;
    private final Model model;

    private MiniLm(HuggingFaceTokenizer tokenizer, Model model) {
        this.tokenizer = tokenizer;
        this.model = model;
    }

    /**
     * Loads the model from the class path; takes a second.
     *
     * @param natives where DJL may unpack its library
     * @throws IOException when the artifact is missing or its weights are not those expected
     */
    static MiniLm load(Path natives) throws IOException {
        DjlRuntime.confine(natives);
        byte[] weights = resource(WEIGHTS);
        String found = sha256(weights);
        if (!found.equals(DESCRIPTION.fingerprint())) {
            throw new IOException(
                    WEIGHTS + " has the SHA-256 " + found + "; expected was " + DESCRIPTION.fingerprint());
        }
        // The file itself says 128, which would make long texts equal that only begin alike.
        HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.newInstance(
                new ByteArrayInputStream(resource(VOCABULARY)),
                Map.of(
                        "maxLength", String.valueOf(DESCRIPTION.maxTokens()),
                        "truncation", "true",
                        "padding", "false"));
        Model model = Model.newInstance(DESCRIPTION.name(), Device.cpu(), "OnnxRuntime");
        try {
            // More threads a text spin while they wait for each other: twice the CPU for little time.
            model.load(new ByteArrayInputStream(weights), Map.of("intraOpNumThreads", "1", "interOpNumThreads", "1"));
        } catch (MalformedModelException | IOException | RuntimeException e) {
            model.close();
            tokenizer.close();
            throw new IOException("ONNX Runtime does not take " + WEIGHTS, e);
        }
        return new MiniLm(tokenizer, model);
    }

    /** One at a time, whatever else is asked for. */
    @Override
    public List<Embedding> embed(List<String> texts, BooleanSupplier unwanted) {
        return List.of(embed(texts.getFirst()));
    }

    Embedding embed(String text) {
        boolean cut = text.length() > MOST_CHARACTERS;
        Encoding encoding = tokenizer.encode(wellFormed(cut ? text.substring(0, MOST_CHARACTERS) : text));
        try (Predictor<Encoding, float[]> predictor = model.newPredictor(new MeanPooling(), Device.cpu())) {
            float[] vector = predictor.predict(encoding);
            return new Embedding(vector, encoding.getIds().length, cut || encoding.exceedMaxLength());
        } catch (TranslateException e) {
            // Its message may quote the input.
            throw new EngineException.Unavailable("the embedding model failed: "
                    + (e.getCause() == null ? e : e.getCause()).getClass().getName());
        }
    }

    /** Half characters, which the native tokenizer would not survive, become question marks. */
    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        model.close();
        tokenizer.close();
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = MiniLm.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException(name + " is not on the class path");
            }
            return in.readAllBytes();
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The mean of the last layer's token vectors, brought to length one. */
    private static final class MeanPooling implements NoBatchifyTranslator<Encoding, float[]> {

        @Override
        public NDList processInput(TranslatorContext context, Encoding encoding) {
            NDManager manager = context.getNDManager();
            return new NDList(
                    input(manager, "input_ids", encoding.getIds()),
                    input(manager, "attention_mask", encoding.getAttentionMask()),
                    input(manager, "token_type_ids", encoding.getTypeIds()));
        }

        private static NDArray input(NDManager manager, String name, long[] values) {
            NDArray array = manager.create(values, new Shape(1, values.length));
            array.setName(name);
            return array;
        }

        @Override
        public float[] processOutput(TranslatorContext context, NDList outputs) {
            float[] tokens = outputs.get(0).toFloatArray();
            int dimension = DESCRIPTION.dimension();
            float[] sum = new float[dimension];
            for (int i = 0; i < tokens.length; i++) {
                sum[i % dimension] += tokens[i];
            }
            // Dividing by the count first would change nothing: only the direction is kept.
            return Embedding.normalised(sum);
        }
    }
}
