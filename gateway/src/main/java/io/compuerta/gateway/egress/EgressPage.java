package io.compuerta.gateway.egress;

import java.util.List;
import java.util.OptionalLong;

/**
 * Some records, newest first.
 *
 * @param next what to ask for {@code after} to get older ones; empty when there are none
 */
public record EgressPage(List<Kept> records, OptionalLong next) {

    /** @param id larger for newer records */
    public record Kept(long id, EgressRecord record) {}

    public EgressPage {
        records = List.copyOf(records);
    }
}
