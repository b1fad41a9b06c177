package io.compuerta.gateway.pipeline;

import io.compuerta.gateway.accounting.Accounting;
import io.compuerta.gateway.auth.Authenticator;
import io.compuerta.gateway.cache.AnswerCache;
import io.compuerta.gateway.classify.Classifier;
import io.compuerta.gateway.decide.Router;
import io.compuerta.gateway.dispatch.Dispatcher;
import io.compuerta.gateway.firewall.Firewall;
import io.compuerta.gateway.limit.Limits;
import io.compuerta.gateway.output.OutputGuard;
import io.compuerta.gateway.privacy.Privacy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class PipelineConfiguration {

    @Bean
    DetectorPool detectorPool(PipelineSettings settings) {
        return new DetectorPool(settings.threads(), settings.queue(), settings.deadline());
    }

    @Bean
    DetectorWarmUp detectorWarmUp(Firewall firewall) {
        return new DetectorWarmUp(firewall);
    }

    @Bean
    ChatPipeline chatPipeline(
            Authenticator auth,
            Limits limits,
            Firewall firewall,
            Privacy privacy,
            AnswerCache cache,
            Classifier classifier,
            Router router,
            Dispatcher dispatcher,
            OutputGuard output,
            Accounting accounting) {
        return new ChatPipeline(
                auth, limits, firewall, privacy, cache, classifier, router, dispatcher, output, accounting);
    }
}
