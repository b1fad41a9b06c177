package io.compuerta.gateway.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.compuerta.gateway.config.LiveFile;
import io.compuerta.gateway.config.WireJson;
import io.compuerta.gateway.decide.PolicyInForce;
import io.compuerta.gateway.observe.GatewayMetrics;
import io.compuerta.gateway.output.OutputRules;
import io.compuerta.gateway.privacy.UserPseudonyms;
import io.compuerta.gateway.redis.RedisLink;
import io.compuerta.gateway.redis.RedisSettings;
import io.compuerta.gateway.subject.Erasures;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CacheConfiguration {

    @Bean
    AnswerCache answerCache(
            CacheSettings settings,
            Optional<RedisLink> redis,
            RedisSettings redisSettings,
            LiveFile<PolicyInForce> policy,
            LiveFile<OutputRules> output,
            WireJson json,
            UserPseudonyms pseudonyms,
            Erasures erasures,
            GatewayMetrics metrics) {
        CacheStore store = redis.<CacheStore>map(
                        link -> new RedisCacheStore(link, settings.ttl(), redisSettings.timeout()))
                .orElseGet(() ->
                        new MemoryCacheStore(settings.ttl(), settings.memory().toBytes(), Ticker.systemTicker()));
        return new AnswerCache(
                settings.enabled() ? Optional.of(store) : Optional.empty(),
                () -> policy.get().version(),
                () -> output.get().version(),
                json.mapper(),
                pseudonyms::subject,
                erasures,
                metrics::cache);
    }
}
