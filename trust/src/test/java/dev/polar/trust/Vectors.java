package dev.polar.trust;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where vectors and tools made by others are, if they are: the system property {@code polar.vectors}. */
public final class Vectors {
    private Vectors() {}

    /** That file or folder; without it the test is skipped and says so. */
    public static Path at(String name) {
        var root = System.getProperty("polar.vectors", "");
        var path = Path.of(root).resolve(name).normalize();
        assumeTrue(
                !root.isEmpty() && Files.exists(path),
                "skipped: " + name + " is not under the system property polar.vectors ('" + root + "')");
        return path;
    }
}
