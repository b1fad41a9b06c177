package io.compuerta.gateway.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.compuerta.gateway.config.WireJson;
import io.compuerta.gateway.observe.GatewayMetrics;
import io.compuerta.gateway.redis.RedisLink;
import io.compuerta.gateway.redis.RedisSettings;
import io.compuerta.policy.decide.PolicySet;
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
            PolicySet policies,
            WireJson json,
            GatewayMetrics metrics) {
        CacheStore store = redis.<CacheStore>map(
                        link -> new RedisCacheStore(link, settings.ttl(), redisSettings.timeout()))
                .orElseGet(() ->
                        new MemoryCacheStore(settings.ttl(), settings.memory().toBytes(), Ticker.systemTicker()));
        return new AnswerCache(
                settings.enabled() ? Optional.of(store) : Optional.empty(),
                policies.version(),
                json.mapper(),
                metrics::cache);
    }
}
