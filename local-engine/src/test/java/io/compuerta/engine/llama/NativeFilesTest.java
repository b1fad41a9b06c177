package io.compuerta.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.engine.testing.NativeLibrary;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeFilesTest {

    @TempDir
    private Path cache;

    @Test
    void unpacksOnceAndLeavesNothingBeside() throws IOException {
        NativeLibrary.requireBundled();

        Path first = NativeFiles.unpack(cache);
        Path libllama = NativeFiles.libllama(first);
        var written = Files.getLastModifiedTime(libllama);
        Path second = NativeFiles.unpack(cache);

        assertThat(second).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(libllama)).isEqualTo(written);
        assertThat(entries(cache)).containsExactly(first);
        assertThat(entries(first))
                .anyMatch(file -> file.getFileName().toString().startsWith("libggml-cpu-"))
                .noneMatch(file -> file.getFileName().toString().contains("common"));
    }

    @Test
    void manyAtOnceEndUpWithOneWholeDirectory() throws IOException {
        NativeLibrary.requireBundled();

        List<Path> directories = IntStream.range(0, 4)
                .parallel()
                .mapToObj(index -> NativeFiles.unpack(cache))
                .distinct()
                .toList();

        assertThat(directories).hasSize(1);
        assertThat(entries(cache)).containsExactlyElementsOf(directories);
    }

    @Test
    void aDirectoryWithoutTheLibraryIsNamed() {
        assertThatThrownBy(() -> NativeFiles.libllama(cache))
                .isInstanceOf(NativeUnavailable.class)
                .hasMessageContaining(cache.toString());
        assertThatThrownBy(() -> NativeFiles.libllama(cache.resolve("absent")))
                .isInstanceOf(NativeUnavailable.class)
                .hasMessageContaining("absent");
    }

    @Test
    void anotherLibraryIsRefused() {
        NativeLibrary.requireBundled();
        Path other = NativeFiles.unpack(cache).resolve("libggml-base.so");
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup lookup = SymbolLookup.libraryLookup(other, arena);

            assertThatThrownBy(() -> new NativeCalls(lookup))
                    .isInstanceOf(NativeUnavailable.class)
                    .hasMessageContaining("llama_version");
        }
    }

    @Test
    void aSecondSetOfLibrariesIsRefused() {
        NativeLibrary.require();

        assertThatThrownBy(() -> LlamaLibrary.load(cache, cache))
                .isInstanceOf(NativeUnavailable.class)
                .hasMessageContaining(cache.toString());
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }
}
