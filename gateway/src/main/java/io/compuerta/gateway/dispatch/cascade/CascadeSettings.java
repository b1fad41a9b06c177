package io.compuerta.gateway.dispatch.cascade;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What holds for every cascade; the policy's rules say when there is one.
 *
 * @param deadline how long an answer that has begun is held back to be judged; then it is judged by what is there
 */
@ConfigurationProperties("compuerta.cascade")
public record CascadeSettings(@DefaultValue("5s") Duration deadline) {

    public CascadeSettings {
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException(
                    "compuerta.cascade.deadline is " + deadline + "; more than zero is expected");
        }
    }
}
