package io.compuerta.gateway.accounting;

import io.compuerta.gateway.config.ConfigFiles;
import io.compuerta.gateway.config.InstallationSettings;
import io.compuerta.gateway.config.LiveFile;
import io.compuerta.gateway.decide.PolicyInForce;
import io.compuerta.gateway.edge.ModelCatalogue;
import io.compuerta.gateway.observe.GatewayMetrics;
import io.compuerta.gateway.observe.RequestLog;
import io.compuerta.gateway.privacy.UserPseudonyms;
import io.compuerta.policy.money.PriceBook;
import io.compuerta.policy.money.PriceReader;
import java.time.Clock;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

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
    Ledger ledger(
            InstallationSettings settings,
            LiveFile<PolicyInForce> policy,
            LiveFile<PriceBook> prices,
            GatewayMetrics metrics) {
        return new SqliteLedger(
                settings.dataDir().resolve(SqliteLedger.FILE_NAME),
                () -> policy.get().version(),
                () -> prices.get().version(),
                () -> metrics.degraded(GatewayMetrics.Part.LEDGER));
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
