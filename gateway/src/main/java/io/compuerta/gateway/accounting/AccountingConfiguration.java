package io.compuerta.gateway.accounting;

import com.github.benmanes.caffeine.cache.Ticker;
import io.compuerta.gateway.config.ConfigFiles;
import io.compuerta.gateway.config.InstallationSettings;
import io.compuerta.gateway.config.LiveFile;
import io.compuerta.gateway.config.WireJson;
import io.compuerta.gateway.decide.PolicyInForce;
import io.compuerta.gateway.edge.ModelCatalogue;
import io.compuerta.gateway.egress.EgressJson;
import io.compuerta.gateway.observe.GatewayMetrics;
import io.compuerta.gateway.observe.RequestLog;
import io.compuerta.gateway.privacy.UserPseudonyms;
import io.compuerta.gateway.subject.Erasures;
import io.compuerta.policy.money.PriceBook;
import io.compuerta.policy.money.PriceReader;
import java.time.Clock;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

@Configuration(proxyBeanMethods = false)
class AccountingConfiguration {

    @Bean
    LiveFile<PriceBook> priceFile(ConfigFiles files, Clock clock) {
        return new LiveFile<>(
                files,
                ConfigFiles.PRICES,
                (shown, text, former) ->
                        text.map(found -> PriceReader.read(shown, found)).orElseGet(PriceBook::empty),
                PriceBook::version,
                clock);
    }

    @Bean
    SqliteLedger ledger(
            InstallationSettings settings,
            LiveFile<PolicyInForce> policy,
            LiveFile<PriceBook> prices,
            Erasures erasures,
            WireJson json,
            GatewayMetrics metrics) {
        return new SqliteLedger(
                settings.dataDir().resolve(SqliteLedger.FILE_NAME),
                () -> policy.get().version(),
                () -> prices.get().version(),
                erasures,
                new CountedLosses(metrics, new EgressJson(json.mapper())));
    }

    /** After the ledger, which makes the tables. */
    @Bean
    @DependsOn("ledger")
    EgressReader egressReader(InstallationSettings settings) {
        return new EgressReader(settings.dataDir().resolve(SqliteLedger.FILE_NAME));
    }

    @Bean
    Erasures erasures() {
        return new Erasures(Ticker.systemTicker());
    }

    @Bean
    Accounting accounting(
            LiveFile<PriceBook> prices,
            UserPseudonyms pseudonyms,
            ModelCatalogue catalogue,
            Clock clock,
            Ledger ledger,
            RequestLog log,
            GatewayMetrics metrics) {
        return new Accounting(
                prices,
                pseudonyms,
                model -> catalogue.entries().stream()
                        .anyMatch(entry -> entry.id().equals(model)),
                clock,
                List.of(ledger::write, log::write, metrics::request));
    }
}
