package io.compuerta.engine.model;

import io.compuerta.engine.model.GgufHeader.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a GGUF file is a LoRA adapter that fits a model: pairs of matrices, each with the sizes of the matrix it
 * changes. llama.cpp checks less, and computes with what it has let pass.
 */
public final class AdapterCheck {

    private static final String DOWN = ".lora_a";
    private static final String UP = ".lora_b";

    /** llama.cpp skips the norms of an adapter. */
    private static final String IGNORED = "_norm.weight";

    private static final Set<TensorType> NUMBERS = Set.of(TensorType.F32, TensorType.F16, TensorType.BF16);
    private static final int FLOAT32 = 6;
    private static final long MOST_RANK = 1 << 16;

    private final GgufHeader adapter;
    private final Map<String, Tensor> own = new HashMap<>();
    private final Map<String, Tensor> base = new HashMap<>();

    private AdapterCheck(GgufHeader adapter, GgufHeader model) {
        this.adapter = adapter;
        adapter.tensors().forEach(tensor -> own.put(tensor.name(), tensor));
        model.tensors().forEach(tensor -> base.put(tensor.name(), tensor));
    }

    /**
     * Reads a file's header and checks it.
     *
     * @param model that the adapter is for
     * @throws InvalidModelFile naming the file and what is wrong with it
     * @throws IOException      if it cannot be read
     */
    public static GgufHeader read(Path file, GgufHeader model) throws IOException {
        try {
            GgufHeader header = GgufHeader.read(file);
            new AdapterCheck(header, model).run(model.architecture());
            return header;
        } catch (InvalidModelFile invalid) {
            throw new InvalidModelFile(file.getFileName() + ": " + invalid.getMessage());
        }
    }

    private void run(String architecture) throws InvalidModelFile {
        require("general.type", "adapter");
        require("general.architecture", architecture);
        require("adapter.type", "lora");
        GgufHeader.Entry alpha = adapter.metadata().get("adapter.lora.alpha");
        if (alpha != null && alpha.type() != FLOAT32) {
            throw new InvalidModelFile("adapter.lora.alpha is not a 32-bit float");
        }
        if (adapter.metadata().containsKey("adapter.alora.invocation_tokens")) {
            throw new InvalidModelFile("adapters that wait for invocation tokens (aLoRA) are not supported");
        }
        if (own.isEmpty()) {
            throw new InvalidModelFile("there are no tensors");
        }
        for (Tensor tensor : adapter.tensors()) {
            String name = tensor.name();
            if (name.endsWith(DOWN)) {
                pair(tensor, own.get(replaced(name, DOWN, UP)));
            } else if (name.endsWith(UP)) {
                if (!own.containsKey(replaced(name, UP, DOWN))) {
                    throw new InvalidModelFile(name + " has no " + DOWN);
                }
            } else if (!name.endsWith(IGNORED)) {
                throw new InvalidModelFile(name + " ends with neither " + DOWN + " nor " + UP);
            }
        }
    }

    private static String replaced(String name, String end, String other) {
        return name.substring(0, name.length() - end.length()) + other;
    }

    private void pair(Tensor down, @Nullable Tensor up) throws InvalidModelFile {
        String name = replaced(down.name(), DOWN, "");
        Tensor changed = base.get(name);
        if (up == null || changed == null) {
            throw new InvalidModelFile(
                    up == null ? down.name() + " has no " + UP : "the model has no tensor " + name + " to change");
        }
        List<Long> first = down.shape();
        List<Long> second = up.shape();
        List<Long> whole = changed.shape();
        if (first.size() != whole.size() || second.size() != whole.size() || whole.size() < 2) {
            throw wrongShape(name, first, second, whole);
        }
        boolean embedding = name.equals("token_embd.weight");
        long rank = second.getFirst();
        boolean fits = embedding
                ? second.get(1).equals(whole.getFirst())
                        && first.get(1).equals(whole.get(1))
                        && first.getFirst() == rank
                : first.getFirst().equals(whole.getFirst())
                        && second.get(1).equals(whole.get(1))
                        && first.get(1) == rank;
        boolean sameExperts = first.subList(2, first.size()).equals(whole.subList(2, whole.size()))
                && second.subList(2, second.size()).equals(whole.subList(2, whole.size()));
        if (!fits || !sameExperts || rank > MOST_RANK) {
            throw wrongShape(name, first, second, whole);
        }
        if (!NUMBERS.contains(down.type()) || !NUMBERS.contains(up.type())) {
            throw new InvalidModelFile(
                    name + " is changed by " + down.type() + " and " + up.type() + "; F32, F16 or BF16 are allowed");
        }
    }

    private static InvalidModelFile wrongShape(String name, List<Long> down, List<Long> up, List<Long> whole) {
        return new InvalidModelFile("matrices of " + down + " and " + up + " do not change " + name + " of " + whole);
    }

    private void require(String key, String value) throws InvalidModelFile {
        String found = adapter.text(key).orElse("");
        if (!found.equals(value)) {
            throw new InvalidModelFile(key + " is '" + found + "'; '" + value + "' is needed");
        }
    }
}
