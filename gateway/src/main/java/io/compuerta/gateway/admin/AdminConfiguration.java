package io.compuerta.gateway.admin;

import io.compuerta.engine.Embedder;
import io.compuerta.gateway.accounting.EgressReader;
import io.compuerta.gateway.auth.Authenticator;
import io.compuerta.gateway.cache.AnswerCache;
import io.compuerta.gateway.classify.MeaningSettings;
import io.compuerta.gateway.config.InstallationSecret;
import io.compuerta.gateway.config.LiveFile;
import io.compuerta.gateway.config.WireJson;
import io.compuerta.gateway.decide.PolicyInForce;
import io.compuerta.gateway.decide.PolicyReader;
import io.compuerta.gateway.decide.Router;
import io.compuerta.gateway.explain.Explainer;
import io.compuerta.gateway.explain.QuestionSignals;
import io.compuerta.gateway.firewall.Detector;
import io.compuerta.gateway.firewall.FirewallInForce;
import io.compuerta.gateway.firewall.FirewallPreview;
import io.compuerta.gateway.limit.Limits;
import io.compuerta.gateway.pipeline.DetectorPool;
import io.compuerta.gateway.privacy.UserPseudonyms;
import io.compuerta.gateway.subject.Erasures;
import io.compuerta.gateway.subject.SubjectBook;
import io.compuerta.policy.calibrate.Calibrations;
import io.compuerta.policy.money.PriceBook;
import io.compuerta.policy.privacy.PrivacyPolicy;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AdminConfiguration {

    /** Whose questions are that name no tenant, as the command has it. */
    private static final String TENANT = "development";

    @Bean
    PolicyAdmin policyAdmin(
            LiveFile<PolicyInForce> policy, List<LiveFile<?>> files, PolicyReader reader, WireJson json) {
        return new PolicyAdmin(policy, files, reader, json.mapper());
    }

    @Bean
    ExplainAdmin explainAdmin(
            Router router,
            LiveFile<PriceBook> prices,
            Clock clock,
            DetectorPool pool,
            Embedder embedder,
            MeaningSettings meaning,
            Calibrations calibrations,
            LiveFile<PrivacyPolicy> privacy,
            Detector detector,
            LiveFile<FirewallInForce> firewall,
            WireJson json) {
        Explainer explainer = new Explainer(
                new QuestionSignals(
                        calibrations,
                        tenant -> privacy.get().rules(tenant),
                        new FirewallPreview(detector, () -> firewall.get().policy())),
                (signals, caller, question, placement) -> router.foresee(signals, caller, question.ask(), placement),
                prices,
                clock,
                TENANT);
        return new ExplainAdmin(
                explainer, pool, meaning.enabled() ? Optional.of(embedder) : Optional.empty(), json.mapper());
    }

    @Bean
    EgressAdmin egressAdmin(EgressReader reader, WireJson json, Clock clock) {
        return new EgressAdmin(reader, json.mapper(), clock);
    }

    @Bean
    SubjectAdmin subjectAdmin(
            Authenticator auth,
            UserPseudonyms pseudonyms,
            InstallationSecret secret,
            Erasures erasures,
            AnswerCache cache,
            Limits limits,
            SubjectBook book,
            WireJson json) {
        return new SubjectAdmin(auth, pseudonyms, secret.isLasting(), erasures, cache, limits, book, json.mapper());
    }
}
