package io.compuerta.engine.worker;

import io.compuerta.engine.GenerationRequest;
import java.util.List;

/** What the gateway says to its worker. Not to be logged: requests hold what users wrote. */
sealed interface ToWorker {

    /**
     * The first message.
     *
     * @param configuration for the {@link WorkerProgram}
     * @param properties    system properties to set before it starts
     */
    record Open(String configuration, List<Property> properties) implements ToWorker {}

    /** A system property. */
    record Property(String name, String value) {}

    /** @param id of the answer, chosen by the gateway, never used twice on one connection */
    record Generate(long id, GenerationRequest request) implements ToWorker {}

    /** So many more events of that answer may be sent. */
    record Credit(long id, long events) implements ToWorker {}

    /** Nobody listens to that answer any more. */
    record Cancel(long id) implements ToWorker {}

    /** End in good order. */
    record Close() implements ToWorker {}
}
