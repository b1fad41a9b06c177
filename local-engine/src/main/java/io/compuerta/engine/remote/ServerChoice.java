package io.compuerta.engine.remote;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Chooses the server with the least waiting requests; among equals the one with the fewest running, then by turns. */
final class ServerChoice {

    private static final Comparator<RemoteServer> LEAST_LOADED = Comparator.<RemoteServer>comparingLong(
                    server -> server.state().load().waiting())
            .thenComparingLong(RemoteServer::running);

    private final List<RemoteServer> servers;
    private final AtomicInteger turn = new AtomicInteger();

    ServerChoice(List<RemoteServer> servers) {
        this.servers = List.copyOf(servers);
    }

    /** @param tried servers that already failed this request */
    Optional<RemoteServer> next(Set<RemoteServer> tried) {
        int start = Math.floorMod(turn.getAndIncrement(), servers.size());
        RemoteServer best = null;
        for (int i = 0; i < servers.size(); i++) {
            RemoteServer server = servers.get((start + i) % servers.size());
            boolean usable = server.state().well() && !tried.contains(server);
            if (usable && (best == null || LEAST_LOADED.compare(server, best) < 0)) {
                best = server;
            }
        }
        return Optional.ofNullable(best);
    }
}
