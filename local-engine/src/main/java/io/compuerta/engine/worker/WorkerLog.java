package io.compuerta.engine.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Puts what a worker prints into this process's log, its log lines under the names and levels that they have there. */
final class WorkerLog {

    static final String CONFIGURATION = "io/compuerta/engine/worker/logback-worker.xml";
    static final String LEVEL = "compuerta.worker.log";

    private static final Logger LOG = LoggerFactory.getLogger(WorkerLog.class);
    private static final Pattern LINE =
            Pattern.compile("(ERROR|WARN|INFO|DEBUG|TRACE)\\|(io\\.compuerta\\.[\\w.$]+)\\|(.*)");
    private static final int MOST_CHARACTERS = 2000;

    private WorkerLog() {}

    /** Until the process ends. */
    static void follow(InputStream printed, long pid) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(printed, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                write(line.length() > MOST_CHARACTERS ? line.substring(0, MOST_CHARACTERS) : line, pid);
            }
        } catch (IOException over) {
            LOG.debug("the output of worker {} ended: {}", pid, over.getMessage());
        }
    }

    private static void write(String line, long pid) {
        Matcher known = LINE.matcher(line);
        if (known.matches()) {
            LoggerFactory.getLogger(known.group(2))
                    .atLevel(Level.valueOf(known.group(1)))
                    .log("[worker {}] {}", pid, known.group(3));
        } else if (!line.isBlank() && !line.strip().equals("#")) {
            LOG.warn("[worker {}] {}", pid, line);
        }
    }
}
