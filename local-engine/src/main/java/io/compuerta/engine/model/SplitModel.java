package io.compuerta.engine.model;

import io.compuerta.engine.model.GgufHeader.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Models in several files, {@code name-00001-of-00003.gguf} and so on. The first part holds the metadata and is the one
 * that is loaded; llama.cpp finds the others beside it.
 */
final class SplitModel {

    private static final Pattern NAME = Pattern.compile("(.+)-(\\d{5})-of-(\\d{5})(\\.gguf)");
    private static final int MOST_PARTS = 1000;

    private SplitModel() {}

    /** Names of all the parts in order; just the name itself for a model in one file. */
    static List<String> partNames(String fileName) {
        Matcher matcher = NAME.matcher(fileName);
        if (!matcher.matches()) {
            return List.of(fileName);
        }
        int count = Integer.parseInt(matcher.group(3));
        if (count < 1 || count > MOST_PARTS) {
            return List.of(fileName);
        }
        return IntStream.rangeClosed(1, count)
                .mapToObj(part -> "%s-%05d-of-%05d%s".formatted(matcher.group(1), part, count, matcher.group(4)))
                .toList();
    }

    /** Whether a file is a part but not the first. */
    static boolean isLaterPart(String fileName) {
        List<String> parts = partNames(fileName);
        return parts.size() > 1 && !parts.getFirst().equals(fileName);
    }

    /** The model's name: the file's without its ending and without the part's number. */
    static String modelName(String fileName) {
        Matcher matcher = NAME.matcher(fileName);
        if (matcher.matches() && partNames(fileName).size() > 1) {
            return matcher.group(1);
        }
        return fileName.endsWith(".gguf") ? fileName.substring(0, fileName.length() - 5) : fileName;
    }

    /** The files of the model that starts with a file. */
    static List<Path> files(Path first) {
        return partNames(first.getFileName().toString()).stream()
                .map(first::resolveSibling)
                .toList();
    }

    /**
     * The header of a model with the tensors of all its parts.
     *
     * @param first the file's own header
     * @throws InvalidModelFile if it is not the first part, or another is missing or belongs to another model
     */
    static GgufHeader whole(Path file, GgufHeader first) throws IOException {
        long count = first.integer("split.count").orElse(1);
        if (count <= 1) {
            return first;
        }
        String name = file.getFileName().toString();
        List<String> names = partNames(name);
        if (names.size() != count || first.integer("split.no").orElse(-1) != 0 || isLaterPart(name)) {
            throw new InvalidModelFile(
                    name + ": this is part " + (first.integer("split.no").orElse(-1) + 1) + " of " + count
                            + "; a split model is named by its first part, NAME-00001-of-%05d.gguf".formatted(count));
        }
        List<Tensor> tensors = new ArrayList<>(first.tensors());
        long bytes = first.fileBytes();
        for (int part = 1; part < count; part++) {
            GgufHeader header = part(file.resolveSibling(names.get(part)), part, count);
            tensors.addAll(header.tensors());
            bytes += header.fileBytes();
        }
        checkSum(name, first, tensors);
        return new GgufHeader(
                first.version(), bytes, first.dataOffset(), first.alignment(), first.metadata(), List.copyOf(tensors));
    }

    private static GgufHeader part(Path file, int part, long count) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InvalidModelFile(file.getFileName() + " is missing: a split model needs all its " + count
                    + " parts; pull it again to fetch the missing one");
        }
        GgufHeader header = GgufHeader.read(file);
        if (header.integer("split.no").orElse(-1) != part
                || header.integer("split.count").orElse(-1) != count) {
            throw new InvalidModelFile(file.getFileName() + " is not part " + (part + 1) + " of " + count);
        }
        return header;
    }

    private static void checkSum(String name, GgufHeader first, List<Tensor> tensors) throws InvalidModelFile {
        long expected = first.integer("split.tensors.count").orElse(tensors.size());
        if (expected != tensors.size()) {
            throw new InvalidModelFile(name + ": the parts hold " + tensors.size() + " tensors instead of " + expected);
        }
        Set<String> seen = new HashSet<>();
        for (Tensor tensor : tensors) {
            if (!seen.add(tensor.name())) {
                throw new InvalidModelFile(name + ": tensor " + tensor.name() + " is in two parts");
            }
        }
    }
}
