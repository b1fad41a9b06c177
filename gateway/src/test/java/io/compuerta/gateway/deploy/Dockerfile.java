package io.compuerta.gateway.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The instructions of a Dockerfile: comments left out, continued lines joined. */
record Dockerfile(List<Instruction> instructions) {

    record Instruction(String word, String arguments) {}

    static Dockerfile read(Path file) {
        try {
            List<Instruction> instructions = new ArrayList<>();
            StringBuilder joined = new StringBuilder();
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith("#")) {
                    continue;
                }
                boolean continued = line.endsWith("\\");
                joined.append(continued ? line.substring(0, line.length() - 1) : line);
                if (!continued && !joined.toString().isBlank()) {
                    String[] parts = joined.toString().strip().split("\\s+", 2);
                    instructions.add(new Instruction(parts[0], parts[1]));
                    joined.setLength(0);
                }
            }
            return new Dockerfile(instructions);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> all(String word) {
        return instructions.stream()
                .filter(instruction -> instruction.word().equals(word))
                .map(Instruction::arguments)
                .toList();
    }

    String only(String word) {
        List<String> found = all(word);
        if (found.size() != 1) {
            throw new AssertionError("one " + word + " expected, not " + found);
        }
        return found.getFirst();
    }
}
