package io.compuerta.engine.model;

import io.compuerta.engine.model.GgufHeader.Tensor;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether the tensors are of types that llama.cpp can compute with where they stand: it finds out by aborting. */
final class GgufTensorCheck {

    private static final Pattern BLOCK = Pattern.compile("blk\\.(\\d{1,9})\\..*");

    /** Matrices of these have no multiplication: calling it jumps to address 0. */
    private static final Set<TensorType> NO_PRODUCT = EnumSet.of(
            TensorType.Q8_1,
            TensorType.Q8_K,
            TensorType.I8,
            TensorType.I16,
            TensorType.I32,
            TensorType.I64,
            TensorType.F64);

    private GgufTensorCheck() {}

    /** @throws InvalidModelFile naming the first tensor that cannot be */
    static void check(List<Tensor> tensors, long blocks) throws InvalidModelFile {
        if (tensors.isEmpty()) {
            throw new InvalidModelFile("there are no tensors");
        }
        for (Tensor tensor : tensors) {
            Matcher matcher = BLOCK.matcher(tensor.name());
            if (matcher.matches() && Long.parseLong(matcher.group(1)) >= blocks) {
                throw new InvalidModelFile("tensor " + tensor.name() + " is beyond block_count " + blocks);
            }
            if (NO_PRODUCT.contains(tensor.type())) {
                throw new InvalidModelFile(
                        "tensor " + tensor.name() + " is of type " + tensor.type() + ", which weights cannot have");
            }
            if (mustBeFloats(tensor) && tensor.type() != TensorType.F32) {
                throw new InvalidModelFile(
                        "tensor " + tensor.name() + " is of type " + tensor.type() + "; F32 is needed there");
            }
        }
    }

    /** Norms and biases are added and multiplied number by number, which only goes with 32-bit floats. */
    private static boolean mustBeFloats(Tensor tensor) {
        boolean vector = tensor.shape().stream().skip(1).allMatch(size -> size == 1);
        return vector
                || tensor.name().endsWith("ssm_conv1d.weight")
                || tensor.name().endsWith("norm.weight")
                || tensor.name().equals("token_types.weight")
                || tensor.name().equals("position_embd.weight");
    }
}
