package io.compuerta.gateway.decide;

import io.compuerta.gateway.auth.Authenticator;
import io.compuerta.gateway.classify.TextDetectors;
import io.compuerta.gateway.config.ConfigFiles;
import io.compuerta.gateway.dispatch.ModelLoads;
import io.compuerta.gateway.dispatch.local.LocalModel;
import io.compuerta.gateway.dispatch.premium.ProviderCatalogue;
import io.compuerta.gateway.dispatch.premium.Providers;
import io.compuerta.gateway.observe.GatewayMetrics;
import io.compuerta.gateway.observe.ShareMeters;
import io.compuerta.policy.decide.Fleet;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.PolicySet;
import io.compuerta.policy.money.PriceBook;
import io.compuerta.policy.money.TokenCount;
import io.compuerta.policy.money.TokenUsage;
import io.compuerta.policy.rule.CompiledPolicy;
import io.compuerta.policy.rule.PolicyCompiler;
import io.compuerta.policy.rule.PolicyDocument;
import io.compuerta.policy.share.ShareSteering;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DecideConfiguration {

    @Bean
    CompiledPolicy compiledPolicy(ConfigFiles files, Clock clock, Providers providers) {
        return PolicyCompiler.load(
                files.shown(ConfigFiles.POLICIES),
                files.text(ConfigFiles.POLICIES),
                clock,
                new ProviderCatalogue(providers.configured()),
                new TextDetectors());
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
            PolicySet policies,
            ShareSteering steering,
            LocalModel local,
            Providers providers,
            ModelLoads loads,
            PriceBook prices,
            Optional<Budgets> budgets,
            Clock clock,
            GatewayMetrics metrics) {
        Fleet fleet = new Fleet(
                model -> model.isLocal() ? local.isAvailable() : providers.isAvailable(model),
                (model, prompt, completion) -> estimate(prices, model, TokenUsage.of(prompt, completion), clock),
                loads);
        SituationReader situations = new SituationReader(
                clock,
                budgets.orElse(Budgets.NONE),
                local,
                providers,
                loads,
                () -> ThreadLocalRandom.current().nextLong());
        return new Router(
                policies,
                steering,
                fleet,
                situations::now,
                model -> model.isLocal() ? isLocalId(model, local) : providers.isConfigured(model),
                metrics::decided);
    }

    private static OptionalLong estimate(PriceBook prices, ModelId model, TokenUsage usage, Clock clock) {
        return prices.cost(model, usage, TokenCount.ESTIMATED, clock.instant())
                .amount()
                .map(usd -> OptionalLong.of(usd.value()))
                .orElse(OptionalLong.empty());
    }

    /** {@code local/NAME} and {@code local/NAME:ADAPTER} are known by the names of the models that can answer now. */
    private static boolean isLocalId(ModelId model, LocalModel local) {
        return local.ids().contains(model);
    }
}
