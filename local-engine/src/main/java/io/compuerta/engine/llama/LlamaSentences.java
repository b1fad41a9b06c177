package io.compuerta.engine.llama;

import io.compuerta.engine.Embedding;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.embed.SentenceModel;
import io.compuerta.engine.model.EmbeddingFile;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * An embedding model in llama.cpp. The thread that loads it must use and close it.
 *
 * <p>Short texts share the model's steps, each as a sequence of its own. Models that read from left to right need only the
 * vector of each text's last token, so all tokens before are read without giving anything out: llama.cpp would also score
 * the whole vocabulary for every token that it gives out.
 */
final class LlamaSentences implements SentenceModel {

    /** Of several texts together; a longer one is taken alone. */
    private static final int TOGETHER_TOKENS = 512;

    /** More than that of one token is never read of a text made of words, and would only be split in vain. */
    private static final int MOST_CHARACTERS_PER_TOKEN = 64;

    /** A third of the share of a core that an event loop wants too, as the chat engine leaves it. */
    private static final int STEPS_BACK = 5;

    private final LlamaModel model;
    private final SentenceContext context;
    private final TextMarks marks;
    private final boolean encoder;
    private final int maxTokens;

    private LlamaSentences(LlamaModel model, SentenceContext context, boolean encoder, int maxTokens) {
        this.model = model;
        this.context = context;
        this.marks = model.marks();
        this.encoder = encoder;
        this.maxTokens = maxTokens;
    }

    /** @param maxTokens of a text, at least {@link SentenceContext#SEQUENCES} and at most what it was trained for */
    static LlamaSentences load(LlamaLibrary library, EmbeddingFile file, int maxTokens, int threads) {
        Courtesy.yieldToOthers(STEPS_BACK);
        LlamaModel model = LlamaModel.load(library, file.file());
        try {
            if (model.embeddingLength() != file.dimension()) {
                throw new EngineException.Unavailable("libllama gives vectors of " + model.embeddingLength()
                        + " numbers; the file says " + file.dimension());
            }
            SentenceContext context = SentenceContext.create(model, file, maxTokens, threads);
            return new LlamaSentences(model, context, file.encoder(), maxTokens);
        } catch (RuntimeException | Error failure) {
            model.close();
            throw failure;
        }
    }

    private record Text(int[] tokens, boolean truncated) {}

    @Override
    public List<Embedding> embed(List<String> texts, BooleanSupplier unwanted) {
        String dead = NativeFailure.message();
        if (dead != null) {
            throw new EngineException.Unavailable(dead);
        }
        List<Text> group = group(texts);
        context.clear();
        context.batch().clear();
        if (encoder) {
            readAtOnce(group);
        } else {
            readInSteps(group, unwanted);
        }
        List<Embedding> embeddings = new ArrayList<>(group.size());
        for (int sequence = 0; sequence < group.size(); sequence++) {
            Text text = group.get(sequence);
            embeddings.add(new Embedding(unit(context.vector(sequence)), text.tokens.length, text.truncated));
        }
        return embeddings;
    }

    private List<Text> group(List<String> texts) {
        List<Text> group = new ArrayList<>();
        int room = Math.min(TOGETHER_TOKENS, maxTokens);
        for (String each : texts) {
            Text text = tokenized(each);
            room -= text.tokens.length;
            if (!group.isEmpty() && (room < 0 || group.size() == SentenceContext.SEQUENCES)) {
                break;
            }
            group.add(text);
        }
        return group;
    }

    /** Control tokens are not recognised in it: a text cannot end itself. */
    private Text tokenized(String text) {
        long most = (long) MOST_CHARACTERS_PER_TOKEN * maxTokens;
        boolean cut = text.length() > most;
        int[] words = model.tokenize(cut ? text.substring(0, (int) most) : text, false);
        int[] tokens = marks.around(words, maxTokens);
        // Only a vocabulary without marks has nothing to say about an empty text.
        return new Text(tokens.length == 0 ? new int[] {0} : tokens, cut || words.length + marks.count() > maxTokens);
    }

    private void readAtOnce(List<Text> group) {
        for (int sequence = 0; sequence < group.size(); sequence++) {
            int[] tokens = group.get(sequence).tokens;
            for (int position = 0; position < tokens.length; position++) {
                context.batch().add(tokens[position], position, sequence, true);
            }
        }
        context.run();
    }

    private void readInSteps(List<Text> group, BooleanSupplier unwanted) {
        context.giveOut(false);
        for (int sequence = 0; sequence < group.size(); sequence++) {
            int[] tokens = group.get(sequence).tokens;
            for (int position = 0; position < tokens.length - 1; position++) {
                context.batch().add(tokens[position], position, sequence, false);
                if (context.batch().room() == 0) {
                    step(unwanted);
                }
            }
        }
        if (context.batch().size() > 0) {
            step(unwanted);
        }
        context.giveOut(true);
        for (int sequence = 0; sequence < group.size(); sequence++) {
            int[] tokens = group.get(sequence).tokens;
            context.batch().add(tokens[tokens.length - 1], tokens.length - 1, sequence, true);
        }
        context.run();
    }

    private void step(BooleanSupplier unwanted) {
        if (unwanted.getAsBoolean()) {
            throw new EngineException.Unavailable("nobody waits for this text any more");
        }
        context.run();
    }

    private static float[] unit(float[] vector) {
        Embedding.normalised(vector);
        double square = 0;
        for (float value : vector) {
            square += (double) value * value;
        }
        if (!(Math.abs(square - 1) < 1e-3)) {
            throw new EngineException.Unavailable("the embedding model made a vector without direction");
        }
        return vector;
    }

    @Override
    public void close() {
        try {
            context.close();
        } finally {
            model.close();
        }
    }
}
