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
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < slots.size(); i++) {
            TextSlots.Slot slot = slots.get(i);
            if (slot.use() == TextSlots.Use.DOCUMENT) {
                documents.add(
                        new Writing(Origin.DOCUMENT, List.of(i), slot.piece().text()));
            } else if (slot.use() == TextSlots.Use.TEXT && isWritten(slot, roles)) {
                texts.add(slot.piece().text());
                places.add(i);
            }
            boolean last = i + 1 == slots.size() || slots.get(i + 1).message() != slot.message();
            if (last) {
                if (!places.isEmpty()) {
                    boolean user = roles.apply(slot.message()) == Role.USER;
                    // Most messages are one text, which may be long.
                    String text = texts.size() == 1 ? texts.getFirst() : String.join("\n", texts);
                    writings.add(new Writing(user ? Origin.USER : Origin.TOOL_RESULT, places, text));
                    places.clear();
                    texts.clear();
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
