package io.compuerta.gateway.cli.privacy;

import io.compuerta.gateway.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The files behind the names given: directories are walked in the order of their names, symbolic links left alone. */
final class Targets {

    /** What tools wrote or fetched: it is not the author's text, and there is much of it. */
    private static final Set<String> SKIPPED = Set.of(
            ".git",
            ".hg",
            ".svn",
            ".gradle",
            ".idea",
            ".m2",
            ".mypy_cache",
            ".pytest_cache",
            ".ruff_cache",
            ".terraform",
            ".tox",
            ".venv",
            "__pycache__",
            "bower_components",
            "build",
            "dist",
            "node_modules",
            "target",
            "venv");

    private static final String STANDARD = "-";

    private final boolean all;
    private final Map<Path, Target> found = new LinkedHashMap<>();
    private final List<Problem> unreadable = new ArrayList<>();
    private boolean standardInput;

    /** @param all whether directories of tools are walked too */
    Targets(boolean all) {
        this.all = all;
    }

    /** A directory that could not be read. */
    record Problem(String shown, String why) {}

    List<Problem> unreadable() {
        return unreadable;
    }

    /**
     * @param names files, directories or {@code -}; what two of them name is scanned once
     * @throws CommandFailure when there is nothing by that name
     */
    List<Target> find(List<String> names) throws IOException {
        for (String name : names) {
            if (name.equals(STANDARD)) {
                standardInput = true;
            } else if (Files.isDirectory(Path.of(name))) {
                walk(Path.of(name));
            } else if (Files.exists(Path.of(name))) {
                Path file = Path.of(name);
                found.put(file.toAbsolutePath().normalize(), target(file, true, Files.size(file)));
            } else {
                throw new CommandFailure(
                        "there is no file or directory " + name + "; name one, or - for standard input");
            }
        }
        List<Target> targets = new ArrayList<>(found.values());
        if (standardInput) {
            targets.add(Target.STANDARD_INPUT);
        }
        return targets;
    }

    private void walk(Path directory) throws IOException {
        Map<Path, Target> files = new LinkedHashMap<>();
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                Path name = dir.getFileName();
                boolean skip = !all && !dir.equals(directory) && name != null && SKIPPED.contains(name.toString());
                return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    files.put(file, target(file, false, attributes.size()));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                unreadable.add(new Problem(
                        shown(file), "cannot be read (" + e.getClass().getSimpleName() + ")"));
                return FileVisitResult.CONTINUE;
            }
        });
        files.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
                .forEach(
                        file -> found.putIfAbsent(file.getKey().toAbsolutePath().normalize(), file.getValue()));
    }

    private static Target target(Path file, boolean named, long size) {
        return new Target(Optional.of(file), shown(file), named, size);
    }

    private static String shown(Path file) {
        return file.normalize().toString();
    }
}
