package io.compuerta.policy.signal.pii.training;

import io.compuerta.policy.signal.pii.PiiScanner;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/** A rough figure, no JMH: processor time of one scan of a 500-token prompt, and of a megabyte. */
final class Bench {
    private static final String PROMPT = """
            Hola, soy Marina Telleria y escribo por el contrato que firmamos en marzo con la empresa de transportes.
            El problema es que la última factura incluye un recargo que nadie nos explicó y que no aparece en el anexo.
            Hemos llamado tres veces al 612 345 678 y siempre nos dicen que lo revisarán, pero seguimos esperando una
            respuesta por escrito. Mi correo es marina.telleria@correo.example y la referencia del pedido es 4821-77.
            Por favor, redacta una carta formal que explique los hechos, pida la devolución del importe y recuerde el
            plazo de quince días que marca la ley de consumidores. El tono debe ser cortés y firme a la vez.
            """;

    private Bench() {}

    public static void main(String[] args) {
        String prompt = PROMPT.repeat(3);
        String mega = PROMPT.repeat(1_000_000 / PROMPT.length() + 1);
        PiiScanner scanner = PiiScanner.standard();
        long found = 0;
        for (int i = 0; i < 5000; i++) {
            found += scanner.scan(prompt).size();
        }
        var cpu = ManagementFactory.getThreadMXBean();
        var nanos = new long[5000];
        for (int i = 0; i < nanos.length; i++) {
            long before = cpu.getCurrentThreadCpuTime();
            found += scanner.scan(prompt).size();
            nanos[i] = cpu.getCurrentThreadCpuTime() - before;
        }
        Arrays.sort(nanos);
        long before = cpu.getCurrentThreadCpuTime();
        found += scanner.scan(mega).size();
        long whole = cpu.getCurrentThreadCpuTime() - before;
        System.out.printf(
                "%d chars: p50 %d us, p99 %d us; %d chars: %d ms (%d findings)%n",
                prompt.length(), nanos[2500] / 1000, nanos[4950] / 1000, mega.length(), whole / 1_000_000, found);
    }
}
