package io.compuerta.gateway.admin;

import io.compuerta.gateway.config.LiveFile;
import io.compuerta.gateway.config.WireJson;
import io.compuerta.gateway.decide.PolicyInForce;
import io.compuerta.gateway.decide.PolicyReader;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AdminConfiguration {

    @Bean
    PolicyAdmin policyAdmin(
            LiveFile<PolicyInForce> policy, List<LiveFile<?>> files, PolicyReader reader, WireJson json) {
        return new PolicyAdmin(policy, files, reader, json.mapper());
    }
}
