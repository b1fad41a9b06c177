package io.compuerta.engine.worker;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineHealth;
import io.compuerta.engine.EngineStatistics;
import java.util.List;

/** What a worker says to the gateway. Not to be logged: events hold what was answered. */
sealed interface ToGateway {

    /** The first message. @param version of the protocol that the worker speaks */
    record Hello(int version) implements ToGateway {}

    /** How one of the models stands. */
    record Standing(String model, EngineStatistics statistics) {}

    /** Sent once in a while and before each end of an answer. */
    record Pulse(EngineHealth health, List<Standing> standings, List<String> models) implements ToGateway {

        public Pulse {
            standings = List.copyOf(standings);
            models = List.copyOf(models);
        }

        static Pulse of(ChatEngine engine) {
            List<Standing> standings = engine.plainModels().stream()
                    .map(name -> new Standing(name, engine.statistics(name)))
                    .toList();
            return new Pulse(engine.health(), standings, engine.models());
        }
    }

    /** Never sent without credit. */
    record Event(long id, EngineEvent event) implements ToGateway {}

    /** The answer ended in an error. */
    record Failed(long id, Failure failure) implements ToGateway {}

    /** The answer is complete. */
    record Done(long id) implements ToGateway {}
}
