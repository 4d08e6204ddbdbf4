package dev.polar.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A distribution whose host is a program of the tests. */
final class FakeDistribution {
    private FakeDistribution() {}

    /** Its folder of the launcher, under that one. */
    static Path of(Class<?> program, Path folder) throws IOException {
        var polar = Files.createDirectories(folder.resolve("dist/polar"));
        Files.writeString(
                polar.resolve("host.args"),
                "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp \"" + System.getProperty("java.class.path") + "\" "
                        + program.getName() + "\n");
        return polar;
    }
}
