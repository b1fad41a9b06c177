package io.compuerta.gateway.decide;

import io.compuerta.gateway.auth.Authenticator;
import io.compuerta.gateway.config.ConfigFiles;
import io.compuerta.gateway.config.LiveFile;
import io.compuerta.gateway.dispatch.local.LocalModel;
import io.compuerta.gateway.dispatch.premium.Providers;
import io.compuerta.gateway.observe.GatewayMetrics;
import io.compuerta.gateway.observe.ShareMeters;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.share.ShareSteering;
import java.time.Clock;
import java.util.Set;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DecideConfiguration {

    @Bean
    PolicyReader policyReader(Clock clock) {
        return new PolicyReader(clock);
    }

    @Bean
    LiveFile<PolicyInForce> policyFile(ConfigFiles files, PolicyReader reader, Clock clock) {
        return new LiveFile<>(
                files,
                ConfigFiles.POLICIES,
                (shown, text, former) -> PolicyInForce.of(
                        reader.read(shown, text.orElseGet(() -> files.text(ConfigFiles.POLICIES))), former),
                PolicyInForce::version,
                clock);
    }

    @Bean
    SmartInitializingSingleton metersOfTheShare(
            LiveFile<PolicyInForce> policy, ShareMeters meters, Authenticator auth) {
        return () -> {
            watchShare(policy, meters, auth);
            policy.onAttempt(standing -> watchShare(policy, meters, auth));
        };
    }

    private static void watchShare(LiveFile<PolicyInForce> policy, ShareMeters meters, Authenticator auth) {
        policy.get()
                .compiled()
                .document()
                .share()
                .map(goal -> goal.perTenant() ? auth.tenants() : Set.of(ShareSteering.ALL))
                .ifPresent(scopes -> scopes.forEach(
                        scope -> meters.watch(scope, policy, file -> file.get().steering())));
    }

    @Bean
    Router router(LiveFile<PolicyInForce> policy, LocalModel local, Providers providers, GatewayMetrics metrics) {
        return new Router(
                policy,
                model -> model.isLocal() ? local.isAvailable() : providers.isAvailable(model),
                model -> model.isLocal() ? isLocalId(model, local) : providers.isConfigured(model),
                metrics::decided);
    }

    /** {@code local/NAME} and {@code local/NAME:ADAPTER} are known by the names of the models that can answer now. */
    private static boolean isLocalId(ModelId model, LocalModel local) {
        return local.ids().contains(model);
    }
}
