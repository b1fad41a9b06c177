package io.compuerta.gateway.redis;

import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RedisConfiguration {

    @Bean
    @ConditionalOnExpression("!'${compuerta.redis.url:}'.isEmpty()")
    RedisLink redisLink(RedisSettings settings) {
        return new RedisLink(settings);
    }
}
