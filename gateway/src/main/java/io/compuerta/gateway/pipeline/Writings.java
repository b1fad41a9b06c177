package io.compuerta.gateway.pipeline;

import io.compuerta.policy.signal.Role;
import io.compuerta.policy.signal.firewall.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Puts the places of a request together to what the firewall judges by itself. */
final class Writings {

    private Writings() {}

    /** @param roles of the messages */
    static List<Writing> of(List<TextSlots.Slot> slots, IntFunction<Role> roles) {
        List<Writing> writings = new ArrayList<>();
        List<Writing> documents = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < slots.size(); i++) {
            TextSlots.Slot slot = slots.get(i);
            if (slot.use() == TextSlots.Use.DOCUMENT) {
                documents.add(
                        new Writing(Origin.DOCUMENT, List.of(i), slot.piece().text()));
            } else if (slot.use() == TextSlots.Use.TEXT && isWritten(slot, roles)) {
                text.append(places.isEmpty() ? "" : "\n").append(slot.piece().text());
                places.add(i);
            }
            boolean last = i + 1 == slots.size() || slots.get(i + 1).message() != slot.message();
            if (last) {
                if (!places.isEmpty()) {
                    boolean user = roles.apply(slot.message()) == Role.USER;
                    writings.add(new Writing(user ? Origin.USER : Origin.TOOL_RESULT, places, text.toString()));
                    places.clear();
                    text.setLength(0);
                }
                writings.addAll(documents);
                documents.clear();
            }
        }
        return List.copyOf(writings);
    }

    private static boolean isWritten(TextSlots.Slot slot, IntFunction<Role> roles) {
        if (slot.message() == TextSlots.NO_MESSAGE) {
            return false;
        }
        Role role = roles.apply(slot.message());
        return role == Role.USER || role == Role.TOOL;
    }
}
