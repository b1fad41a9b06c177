package io.compuerta.gateway.cli;

import io.compuerta.gateway.GatewayApplication;
import org.springframework.boot.SpringApplication;

public final class Compuerta {
    private Compuerta() {}

    public static void main(String[] args) {
        SpringApplication.run(GatewayApplication.class, args);
    }
}
