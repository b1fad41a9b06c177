package io.compuerta.engine.chat;

import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.ToolSpec;
import io.compuerta.engine.Tools;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads one call of a tool as it comes, from behind its opening marker. */
interface CallReader {

    enum Progress {
        MORE,
        /** The closing marker is read. */
        DONE,
        /** This is no call; nothing was told or taken. */
        MALFORMED
    }

    /**
     * Takes what it can from the front of what is held.
     *
     * @param end whether nothing more will come
     */
    Progress read(StringBuilder held, Consumer<EngineEvent> out, boolean end);

    static CallReader of(ToolSyntax syntax, Tools tools, int index) {
        return switch (syntax) {
            case JSON -> new JsonCallReader(tools, index);
            case XML -> new XmlCallReader(tools, index);
        };
    }

    static Optional<ToolSpec> offered(Tools tools, String name) {
        return tools.offered().stream().filter(tool -> tool.name().equals(name)).findFirst();
    }

    static EngineEvent begin(int index, String name) {
        byte[] bytes = new byte[12];
        new SecureRandom().nextBytes(bytes);
        return new EngineEvent.ToolCall(index, "call_" + HexFormat.of().formatHex(bytes), name);
    }

    /** Drops what is held up to and with the closing marker. */
    static Progress close(StringBuilder held, boolean end) {
        int close = held.indexOf(ToolSyntax.CLOSE);
        if (close >= 0) {
            held.delete(0, close + ToolSyntax.CLOSE.length());
            return Progress.DONE;
        }
        if (end) {
            held.setLength(0);
            return Progress.DONE;
        }
        return Progress.MORE;
    }
}
