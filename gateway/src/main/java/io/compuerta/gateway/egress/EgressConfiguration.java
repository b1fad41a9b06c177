package io.compuerta.gateway.egress;

import io.compuerta.gateway.config.InstallationSecret;
import io.compuerta.gateway.privacy.EgressGuard;
import io.compuerta.gateway.privacy.UserPseudonyms;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class EgressConfiguration {

    @Bean
    EgressGate egressGate(
            EgressGuard guard,
            ObjectProvider<EgressBook> book,
            InstallationSecret secret,
            UserPseudonyms pseudonyms,
            EgressSettings settings,
            Clock clock) {
        return new EgressGate(guard, new LateBook(book), new BodyDigest(secret.bytes()), pseudonyms, settings, clock);
    }

    /** Looked up with the first record: the ledger needs the policy, the policy the providers, and they the gate. */
    private static final class LateBook implements EgressBook {

        private final ObjectProvider<EgressBook> provider;
        private volatile @Nullable EgressBook book;

        LateBook(ObjectProvider<EgressBook> provider) {
            this.provider = provider;
        }

        @Override
        public CompletableFuture<Void> keep(EgressRecord record, long receivedNanos, boolean awaited) {
            EgressBook known = book;
            if (known == null) {
                known = provider.getObject();
                book = known;
            }
            return known.keep(record, receivedNanos, awaited);
        }
    }
}
