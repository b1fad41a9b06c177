package io.compuerta.engine.model;

import io.compuerta.engine.model.GgufHeader.Tensor;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What people call the way in which a model's weights are stored, such as {@code Q4_K_M}. */
final class Quantization {

    /** {@code general.file_type}, as far as models of this engine use it. */
    private static final Map<Long, String> FILE_TYPES = Map.ofEntries(
            Map.entry(0L, "F32"),
            Map.entry(1L, "F16"),
            Map.entry(2L, "Q4_0"),
            Map.entry(3L, "Q4_1"),
            Map.entry(7L, "Q8_0"),
            Map.entry(8L, "Q5_0"),
            Map.entry(9L, "Q5_1"),
            Map.entry(10L, "Q2_K"),
            Map.entry(11L, "Q3_K_S"),
            Map.entry(12L, "Q3_K_M"),
            Map.entry(13L, "Q3_K_L"),
            Map.entry(14L, "Q4_K_S"),
            Map.entry(15L, "Q4_K_M"),
            Map.entry(16L, "Q5_K_S"),
            Map.entry(17L, "Q5_K_M"),
            Map.entry(18L, "Q6_K"),
            Map.entry(25L, "IQ4_NL"),
            Map.entry(30L, "IQ4_XS"),
            Map.entry(32L, "BF16"));

    private Quantization() {}

    /** As the file says; else the type that most of its bytes have. */
    static String of(GgufHeader header) {
        String stated = FILE_TYPES.get(header.integer("general.file_type").orElse(-1));
        if (stated != null) {
            return stated;
        }
        Map<TensorType, Long> bytes = new EnumMap<>(TensorType.class);
        for (Tensor tensor : header.tensors()) {
            bytes.merge(tensor.type(), tensor.bytes(), Long::sum);
        }
        return bytes.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(entry -> entry.getKey().name().toUpperCase(Locale.ROOT))
                .orElse("?");
    }
}
