package dev.polar.worker;

import dev.polar.runtime.PackageContent;
import dev.polar.trust.manifest.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A package as the cage shows it: a read-only folder of files that the host has verified. */
final class FolderContent implements PackageContent {
    private final Path directory;
    private final Manifest manifest;

    FolderContent(Path directory) {
        this.directory = directory;
        this.manifest = Manifest.parse(read(Manifest.FILE));
    }

    @Override
    public Manifest manifest() {
        return manifest;
    }

    @Override
    public SortedSet<String> entries() {
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public byte[] entry(String name) {
        return read(name);
    }

    private byte[] read(String name) {
        try {
            return Files.readAllBytes(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Path directory() {
        return directory;
    }
}
