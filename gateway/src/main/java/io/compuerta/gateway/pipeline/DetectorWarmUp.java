package io.compuerta.gateway.pipeline;

import io.compuerta.gateway.classify.SignalReader;
import io.compuerta.gateway.firewall.Firewall;
import io.compuerta.policy.signal.Conversation;
import io.compuerta.policy.signal.Modality;
import io.compuerta.policy.signal.Role;
import io.compuerta.policy.signal.Turn;
import io.compuerta.policy.signal.answer.EvasionDetector;
import io.compuerta.policy.signal.firewall.FirewallVerdict;
import io.compuerta.policy.signal.pii.PiiFinding;
import io.compuerta.policy.signal.pii.PiiScanner;
import io.compuerta.policy.signal.pii.PiiType;
import java.util.EnumSet;
import java.util.List;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Looks at one invented text at start-up. Detectors read their word lists and weights on their first use, and the first
 * request would otherwise do that on an event loop: a second in which nobody is served.
 */
final class DetectorWarmUp implements SmartInitializingSingleton {

    private static final String TEXT = "Hola, soy Ana Gil, calle Mayor 1, 28013 Madrid. Mi DNI es 12345678Z, mi IBAN"
            + " ES91 2100 0418 4502 0005 1332, mi correo ana@example.com y mi número +34 612 345 678.";

    private final Firewall firewall;

    DetectorWarmUp(Firewall firewall) {
        this.firewall = firewall;
    }

    @Override
    public void afterSingletonsInstantiated() {
        Conversation conversation = new Conversation(List.of(new Turn(Role.USER, TEXT)), Modality.TEXT, false);
        FirewallVerdict verdict = firewall.warmUp(TEXT);
        EnumSet<PiiType> types = EnumSet.noneOf(PiiType.class);
        PiiScanner.standard().scan(TEXT).stream().map(PiiFinding::type).forEach(types::add);
        var unused = SignalReader.standard().read(conversation, types, verdict);
        var unusedToo = EvasionDetector.find(TEXT, true);
    }
}
