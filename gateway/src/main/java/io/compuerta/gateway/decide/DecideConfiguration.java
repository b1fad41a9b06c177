package io.compuerta.gateway.decide;

import io.compuerta.gateway.auth.Authenticator;
import io.compuerta.gateway.config.ConfigFiles;
import io.compuerta.gateway.dispatch.local.LocalModel;
import io.compuerta.gateway.dispatch.premium.Providers;
import io.compuerta.gateway.observe.GatewayMetrics;
import io.compuerta.gateway.observe.ShareMeters;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.PolicySet;
import io.compuerta.policy.rule.CompiledPolicy;
import io.compuerta.policy.rule.PolicyCompiler;
import io.compuerta.policy.rule.PolicyDocument;
import io.compuerta.policy.share.ShareSteering;
import java.time.Clock;
import java.util.Set;
import org.springframework.beans.factory.SmartInitializingSingleton;
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
    ShareSteering shareSteering(CompiledPolicy policy) {
        PolicyDocument document = policy.document();
        return new ShareSteering(document.share(), document.version().hashCode());
    }

    @Bean
    SmartInitializingSingleton metersOfTheShare(
            CompiledPolicy policy, ShareSteering steering, ShareMeters meters, Authenticator auth) {
        return () -> policy.document()
                .share()
                .map(goal -> goal.perTenant() ? auth.tenants() : Set.of(ShareSteering.ALL))
                .ifPresent(scopes -> scopes.forEach(scope -> meters.watch(scope, steering)));
    }

    @Bean
    Router router(
            PolicySet policies, ShareSteering steering, LocalModel local, Providers providers, GatewayMetrics metrics) {
        return new Router(
                policies,
                steering,
                model -> model.isLocal() ? local.isAvailable() : providers.isAvailable(model),
                model -> model.isLocal() ? isLocalId(model, local) : providers.isConfigured(model),
                metrics::decided);
    }

    /** {@code local/NAME} and {@code local/NAME:ADAPTER} are known by the names of the models that can answer now. */
    private static boolean isLocalId(ModelId model, LocalModel local) {
        return local.ids().contains(model);
    }
}
