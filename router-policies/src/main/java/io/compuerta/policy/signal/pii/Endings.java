package io.compuerta.policy.signal.pii;

import java.util.List;

/**
 * Endings that make a word an everyday or a learned one and hardly ever close a name: "-ción", "-mente", "-itis", "-ness".
 * No list holds every such word; the few names among them (Asunción, Clemente) are in the lists, which go first.
 */
final class Endings {
    private static final int LONGEST = 8;
    private static final int STEM = 3;
    private static final int LETTER_BITS = 5;
    private static final int SLOTS = 1 << 10;

    private static final List<String> ORDINARY = List.of(
            // Spanish, Portuguese, Italian, French
            "cion ciones sion siones dad dades mente ismo ismos logia logias logico logica logicos grafia grafias grafico "
                    + "grafica patia patias patico scopia scopias scopica scopico tomia tomias metria nomia miento "
                    + "mientos encia encias ible ibles ando iendo itis osis emia emias uria urias algia plasia plasias "
                    + "trofia trofica trofico penia megalia ectasia estesia icidad ologo ologa ologos zione zioni",
            // English and German
            "tion tions sions ment ments ness nesses ously ally ively ently ately ology ologies ologist ography graphic "
                    + "ical tional ized izing ising ability ivity ality osity ware ship ships ful fully lessly heit "
                    + "keit schaft ungen",
            // substances, germs and their like
            "micina micinas cilina cilinas floxacino azol azoles sartan pril statina statin olol dipino dipine parina "
                    + "parin zepam zolam tinib mab vir sona solona triptan gliptina caina amida amidas idona oxina "
                    + "fenaco profeno mycin cillin oxacin azole profen coccus bacter globina globulina proteina virus");

    private static final long[] TABLE = table();

    private Endings() {}

    /** Whether the word ends so, with three letters and more before. Takes time bounded by the longest ending. */
    static boolean isOrdinary(CharSequence text, int start, int end) {
        int longest = Math.min(LONGEST, end - start - STEM);
        long code = 0;
        for (int length = 1; length <= longest; length++) {
            int letter = Folding.fold(text.charAt(end - length)) - 'a';
            if (letter < 0 || letter > 25) {
                return false;
            }
            code |= (letter + 1L) << (LETTER_BITS * (length - 1));
            if (length > 2 && holds(code)) {
                return true;
            }
        }
        return false;
    }

    private static boolean holds(long code) {
        int slot = slot(code);
        while (TABLE[slot] != 0) {
            if (TABLE[slot] == code) {
                return true;
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        return false;
    }

    private static int slot(long code) {
        return (int) ((code * 0x9E3779B97F4A7C15L) >>> 54);
    }

    private static long[] table() {
        var table = new long[SLOTS];
        for (String line : ORDINARY) {
            for (String ending : line.split(" ")) {
                long code = 0;
                for (int i = 0; i < ending.length(); i++) {
                    code |= (ending.charAt(ending.length() - 1 - i) - 'a' + 1L) << (LETTER_BITS * i);
                }
                int slot = slot(code);
                while (table[slot] != 0) {
                    slot = (slot + 1) & (SLOTS - 1);
                }
                table[slot] = code;
            }
        }
        return table;
    }
}
