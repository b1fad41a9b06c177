package io.compuerta.gateway.feedback;

import io.compuerta.gateway.accounting.SqliteLedger;
import io.compuerta.gateway.auth.Authenticator;
import io.compuerta.gateway.config.InstallationSettings;
import io.compuerta.gateway.limit.Limits;
import io.compuerta.gateway.observe.GatewayMetrics;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

@Configuration(proxyBeanMethods = false)
class FeedbackConfiguration {

    /** After the ledger, which makes the tables. */
    @Bean
    @DependsOn("ledger")
    SqliteRatingBook ratingBook(InstallationSettings settings, Clock clock) {
        return new SqliteRatingBook(settings.dataDir().resolve(SqliteLedger.FILE_NAME), clock);
    }

    @Bean
    FeedbackPipeline feedbackPipeline(Authenticator auth, Limits limits, RatingBook book, GatewayMetrics metrics) {
        return new FeedbackPipeline(
                auth,
                limits,
                book,
                (tenant, stored) ->
                        metrics.rated(tenant, stored.route(), stored.rating().verdict()));
    }
}
