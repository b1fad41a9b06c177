package io.compuerta.engine.model;

import io.compuerta.engine.model.GgufHeader.Tensor;
import java.util.Locale;

/**
 * What a model file says about itself.
 *
 * @param architecture  such as {@code qwen3}
 * @param parameters    numbers in all tensors
 * @param quantization  such as {@code Q8_0}
 * @param contextTokens that it was trained for
 * @param licence       as stated in the file, or {@code not stated}
 * @param template      of its chats: {@code ChatML}, {@code ChatML with tools}, {@code none} or {@code other}
 * @param memory        that it takes
 */
public record ModelFacts(
        String architecture,
        long parameters,
        String quantization,
        long contextTokens,
        String licence,
        String template,
        MemoryNeed memory) {

    static ModelFacts of(GgufHeader header) {
        return new ModelFacts(
                header.architecture(),
                header.tensors().stream().mapToLong(ModelFacts::numbers).sum(),
                Quantization.of(header),
                header.hyperparameter("context_length").orElse(0),
                header.text("general.license").orElse("not stated"),
                template(header.text("tokenizer.chat_template").orElse("")),
                MemoryNeed.of(header));
    }

    private static long numbers(Tensor tensor) {
        return tensor.shape().stream().reduce(1L, (left, right) -> left * right);
    }

    private static String template(String jinja) {
        if (jinja.isBlank()) {
            return "none";
        }
        if (!jinja.contains("im_start")) {
            return "other";
        }
        return jinja.toLowerCase(Locale.ROOT).contains("tools") ? "ChatML with tools" : "ChatML";
    }
}
