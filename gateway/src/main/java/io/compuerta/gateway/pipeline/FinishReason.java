package io.compuerta.gateway.pipeline;

import java.util.Locale;

/** Why a choice ended, in OpenAI's words. */
public enum FinishReason {
    STOP,
    LENGTH,
    TOOL_CALLS,
    CONTENT_FILTER,
    FUNCTION_CALL;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads a provider's word; one that is not known counts as {@code stop}, since the choice did end. */
    public static FinishReason parse(String word) {
        for (FinishReason reason : values()) {
            if (reason.word().equals(word)) {
                return reason;
            }
        }
        return STOP;
    }
}
