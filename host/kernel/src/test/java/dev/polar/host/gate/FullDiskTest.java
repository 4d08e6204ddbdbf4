package dev.polar.host.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The disk of the data directory is full; {@code -Dpolar.audit.fullDisks=20} for a long one. */
@Timeout(900)
class FullDiskTest {
    private static final int TIMES = Integer.getInteger("polar.audit.fullDisks", 0);

    @TempDir
    Path disk;

    @TempDir
    Path elsewhere;

    @Test
    void on_a_full_disk_nothing_begins_and_refusals_revocations_and_the_end_are_on_record() throws Exception {
        assumeTrue(
                run("true") == 0,
                "no disk to fill: mounting one takes root or a user namespace, which this machine denies");
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var cache =
                Path.of(System.getProperty("basedir", "."), "target", "cache").toAbsolutePath();
        int code = run(
                "exec \"$@\"",
                java,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                FullDisk.class.getName(),
                disk.toString(),
                elsewhere.toString(),
                cache.toString(),
                Integer.toString(TIMES));
        var said = Files.readString(elsewhere.resolve("said"), StandardCharsets.UTF_8);
        System.out.println(said);
        assertEquals(0, code, said);
    }

    /** In a mount namespace of its own, so that nothing has to be taken down again. */
    private int run(String script, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                "unshare",
                "-m",
                "sh",
                "-c",
                "mount -t tmpfs -o size=300m,mode=0777 tmpfs \"$1\" && shift && " + script,
                "sh",
                disk.toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(elsewhere.resolve("said").toFile())
                .start()
                .waitFor();
    }
}
