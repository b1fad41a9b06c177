package io.compuerta.gateway.decide;

import io.compuerta.gateway.config.ConfigFiles;
import io.compuerta.gateway.dispatch.local.LocalModel;
import io.compuerta.gateway.dispatch.premium.Providers;
import io.compuerta.gateway.observe.GatewayMetrics;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.PolicySet;
import io.compuerta.policy.rule.CompiledPolicy;
import io.compuerta.policy.rule.PolicyCompiler;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DecideConfiguration {

    @Bean
    CompiledPolicy compiledPolicy(ConfigFiles files, Clock clock) {
        return PolicyCompiler.compile(files.shown(ConfigFiles.POLICIES), files.text(ConfigFiles.POLICIES), clock);
    }

    @Bean
    PolicySet policySet(CompiledPolicy policy) {
        return policy.policies();
    }

    @Bean
    Router router(PolicySet policies, LocalModel local, Providers providers, GatewayMetrics metrics) {
        return new Router(
                policies,
                model -> model.isLocal() ? local.isAvailable() : providers.isAvailable(model),
                model -> model.isLocal() ? isLocalId(model, local) : providers.isConfigured(model),
                metrics::decided);
    }

    /** {@code local/NAME} and {@code local/NAME:ADAPTER} are known by the names of the models that can answer now. */
    private static boolean isLocalId(ModelId model, LocalModel local) {
        return local.ids().contains(model);
    }
}
