package io.compuerta.engine.model;

import io.compuerta.engine.model.GgufHeader.Entry;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Reads hyperparameters of a header within bounds; what is out of bounds is an {@link InvalidModelFile} that names it. */
final class GgufValueCheck {

    private static final Set<String> ROPE_SCALINGS = Set.of("none", "linear", "yarn", "longrope");
    private static final long MOST_EXPERTS = 512;

    private final GgufHeader header;

    GgufValueCheck(GgufHeader header) {
        this.header = header;
    }

    long required(String name, long least, long most) throws InvalidModelFile {
        return within(name, least, most)
                .orElseThrow(() -> new InvalidModelFile(header.architecture() + "." + name + " is missing"));
    }

    /** A value within bounds; absent if the file does not say. */
    OptionalLong within(String name, long least, long most) throws InvalidModelFile {
        String key = header.architecture() + "." + name;
        Entry entry = header.metadata().get(key);
        if (entry == null) {
            return OptionalLong.empty();
        }
        if (!(entry.value() instanceof Long value)) {
            throw new InvalidModelFile(key + " is not one whole number");
        }
        if (value < least || value > most) {
            throw new InvalidModelFile(key + " is " + value + "; " + least + " to " + most + " is allowed");
        }
        return OptionalLong.of(value);
    }

    /** Fractions: the norms assert that epsilon is not negative, and nothing good comes of infinities. */
    void fractions() throws InvalidModelFile {
        for (Map.Entry<String, Entry> named : header.metadata().entrySet()) {
            if (named.getKey().startsWith(header.architecture() + ".")
                    && named.getValue().value() instanceof Double number
                    && !(Math.abs(number) <= 1e12)) {
                throw new InvalidModelFile(named.getKey() + " is " + number + ", which is not a usable number");
            }
        }
        for (String name : new String[] {"attention.layer_norm_rms_epsilon", "attention.layer_norm_epsilon"}) {
            Entry entry = header.metadata().get(header.architecture() + "." + name);
            if (entry != null && !(entry.value() instanceof Double epsilon && epsilon >= 0 && epsilon <= 1)) {
                throw new InvalidModelFile(header.architecture() + "." + name + " is not between 0 and 1");
            }
        }
    }

    /** What llama.cpp asserts of mixtures of experts, also in architectures that have none. */
    void experts() throws InvalidModelFile {
        long experts = within("expert_count", 0, MOST_EXPERTS).orElse(0);
        within("expert_used_count", Math.min(1, experts), experts);
        if (experts > 0 && header.hyperparameter("expert_used_count").isEmpty()) {
            throw new InvalidModelFile(header.architecture() + ".expert_used_count is missing");
        }
        within("expert_group_count", 0, experts > 1 ? 1 : 0);
    }

    /** What it divides by, or asserts, in models with linear attention layers. */
    void linearAttention() throws InvalidModelFile {
        within("full_attention_interval", 1, 512);
        within("ssm.conv_kernel", 2, 64);
        within("ssm.inner_size", 1, 1 << 20);
        within("ssm.state_size", 1, 1 << 16);
        long groups = within("ssm.group_count", 1, 4096).orElse(1);
        long heads = within("ssm.time_step_rank", 1, 1 << 16).orElse(groups);
        if (heads % groups != 0) {
            throw new InvalidModelFile(header.architecture() + ".ssm.time_step_rank " + heads
                    + " is not a multiple of ssm.group_count " + groups);
        }
    }

    void causalAttention() throws InvalidModelFile {
        Entry causal = header.metadata().get(header.architecture() + ".attention.causal");
        if (causal != null && !Boolean.TRUE.equals(causal.value())) {
            throw new InvalidModelFile(header.architecture() + ".attention.causal must be true");
        }
    }

    void ropeScaling() throws InvalidModelFile {
        Entry scaling = header.metadata().get(header.architecture() + ".rope.scaling.type");
        if (scaling != null && !(scaling.value() instanceof String type && ROPE_SCALINGS.contains(type))) {
            throw new InvalidModelFile(header.architecture() + ".rope.scaling.type is not one of "
                    + ROPE_SCALINGS.stream().sorted().toList());
        }
    }
}
