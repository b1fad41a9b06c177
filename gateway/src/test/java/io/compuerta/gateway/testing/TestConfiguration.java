package io.compuerta.gateway.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The four files of a configuration directory; an empty one is not written. */
public record TestConfiguration(String policies, String providers, String prices, String keys) {

    private static final String POLICIES = """
            version: 1
            targets:
              local:   { engine: qwen }
              premium: { models: [stub/echo] }
              wire:    { models: [wire/faulty] }
              two:     { models: [wire/faulty, stub/echo] }
            rules:
              - name: regulated data stays home
                when: sensitivity == "regulated" && user == "careful"
                route: local
                on-failure: refuse
              - name: the faulty provider first
                when: user == "wire-then-local"
                route: wire
                fallback: [local]
              - name: two providers
                when: user == "wire-then-stub"
                route: two
              - name: hard questions
                when: complexity > 0.6
                route: premium
                fallback: [local]
              - name: everything else
                route: local
                fallback: [premium]
            """;

    private static final String PRICES = """
            version: 1
            baseline: stub/echo
            prices:
              - model: stub/echo
                from: 2020-01-01
                usd-per-million: { input: 4.00, cached-input: 0.40, output: 20.00 }
                source: made up for tests
              - model: stub/endless
                from: 2020-01-01
                usd-per-million: { input: 4.00, output: 20.00 }
                source: made up for tests
            """;

    /** Providers {@code stub} and {@code wire}, a key for each of two tenants, and one with narrow limits. */
    public static TestConfiguration standard(String stubUrl, String wireUrl) {
        return new TestConfiguration(POLICIES, """
                version: 1
                providers:
                  - id: stub
                    dialect: openai
                    base-url: %s
                    api-key: ${TEST_PROVIDER_KEY}
                    models: [echo, tools, halves, endless, hang]
                  - id: messages
                    dialect: anthropic
                    base-url: %s
                    api-key: ${TEST_PROVIDER_KEY}
                    models: [claude]
                  - id: wire
                    dialect: openai
                    base-url: %s
                    models: [faulty, unpriced]
                  - id: keyless
                    dialect: openai
                    base-url: http://127.0.0.1:9/v1
                    api-key: ${NO_SUCH_VARIABLE}
                    models: [some-model]
                """.formatted(stubUrl, stubUrl, wireUrl), PRICES, """
                version: 1
                keys:
                  - id: tests
                    sha256: %s
                    tenant: acme
                    limits: { requests-per-day: 1000000 }
                  - id: others
                    sha256: %s
                    tenant: globex
                    limits: { requests-per-day: 1000000 }
                  - id: narrow
                    sha256: %s
                    tenant: acme
                    limits: { requests-per-day: 3 }
                  - id: small
                    sha256: %s
                    tenant: acme
                    limits: { requests-per-minute: 2 }
                  - id: operator
                    sha256: %s
                    tenant: acme
                    admin: true
                """.formatted(
                        sha256(GatewayUnderTest.KEY),
                        sha256(GatewayUnderTest.OTHER_TENANT_KEY),
                        sha256("narrow-key"),
                        sha256("small-key"),
                        sha256(GatewayUnderTest.ADMIN_KEY)));
    }

    void writeTo(Path directory) throws IOException {
        write(directory.resolve("policies.yaml"), policies);
        write(directory.resolve("providers.yaml"), providers);
        write(directory.resolve("prices.yaml"), prices);
        write(directory.resolve("keys.yaml"), keys);
    }

    private static void write(Path file, String text) throws IOException {
        if (!text.isEmpty()) {
            Files.writeString(file, text);
        }
    }

    public static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
