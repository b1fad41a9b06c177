package io.compuerta.gateway.limit;

import io.compuerta.gateway.config.InstallationSecret;
import io.compuerta.gateway.observe.GatewayMetrics;
import io.compuerta.gateway.privacy.UserPseudonyms;
import io.compuerta.gateway.redis.RedisLink;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class LimitConfiguration {

    @Bean
    Limits limits(
            Optional<RedisLink> redis,
            LimitSettings settings,
            Clock clock,
            InstallationSecret secret,
            UserPseudonyms pseudonyms,
            GatewayMetrics metrics) {
        LimitStore local = new LocalLimitStore(TimeMeter.SYSTEM_MILLISECONDS);
        LimitStore store = redis.<LimitStore>map(link -> new DegradingLimitStore(
                        new RedisLimitStore(link, settings.redisTimeout()),
                        local,
                        settings.replicas(),
                        () -> metrics.degraded(GatewayMetrics.Part.LIMITS)))
                .orElse(local);
        // A secret drawn at the start would give each replica, and each start, buckets of its own.
        Limits.UserNames names = secret.isLasting() ? pseudonyms::of : UserDigest::of;
        return new Limits(store, clock, names, metrics::rateLimited);
    }
}
