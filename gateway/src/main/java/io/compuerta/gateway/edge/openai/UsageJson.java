package io.compuerta.gateway.edge.openai;

import io.compuerta.policy.money.Cost;
import io.compuerta.policy.money.NanoUsd;
import io.compuerta.policy.money.TokenUsage;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI's {@code usage} object. */
final class UsageJson {

    private UsageJson() {}

    static void write(TokenUsage tokens, ObjectNode usage) {
        usage.put("prompt_tokens", tokens.prompt());
        usage.put("completion_tokens", tokens.completion());
        usage.put("total_tokens", tokens.total());
        usage.putObject("prompt_tokens_details").put("cached_tokens", tokens.cachedPrompt());
        usage.putObject("completion_tokens_details").put("reasoning_tokens", tokens.reasoning());
    }

    static String costText(Cost cost) {
        return cost.amount().map(NanoUsd::toString).orElse("unknown");
    }
}
