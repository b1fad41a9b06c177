package io.compuerta.gateway.output;

import io.compuerta.gateway.config.ConfigFiles;
import io.compuerta.gateway.config.LiveFile;
import io.compuerta.gateway.observe.GatewayMetrics;
import io.compuerta.gateway.pipeline.DetectorPool;
import io.compuerta.policy.signal.output.LeakAction;
import io.compuerta.policy.signal.output.LeakKind;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class OutputConfiguration {

    @Bean
    LiveFile<OutputRules> outputFile(ConfigFiles files, Clock clock) {
        return new LiveFile<>(
                files,
                ConfigFiles.OUTPUT,
                (shown, text, former) ->
                        text.map(found -> OutputFile.read(shown, found)).orElse(OutputRules.STANDARD),
                OutputRules::version,
                clock);
    }

    @Bean
    OutputGuard outputGuard(LiveFile<OutputRules> rules, DetectorPool pool, GatewayMetrics metrics) {
        return new OutputGuard(rules, pool, new OutputGuard.Counter() {
            @Override
            public void leaked(LeakKind kind, LeakAction action) {
                metrics.leaked(kind, action);
            }

            @Override
            public void failed() {
                metrics.outputUnchecked();
            }
        });
    }
}
