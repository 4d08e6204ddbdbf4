package dev.polar.runtime.child;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.polar.runtime.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs {@link Elsewhere} as a user without rights. */
final class NotRoot {
    private static final int NOBODY = 65_534;

    private NotRoot() {}

    static String runs(String what, Path folder) throws IOException, InterruptedException {
        var own = Files.createDirectory(folder.resolve(what));
        var command = new ArrayList<String>();
        if ((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0) {
            Files.setAttribute(own, "unix:uid", NOBODY);
            Files.setAttribute(folder, "unix:mode", 0755);
            command.addAll(List.of("/usr/bin/setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", readableByOthers(), Elsewhere.class.getName()));
        command.addAll(List.of(what, own.toString()));
        var process = new ProcessBuilder(command)
                .redirectError(folder.resolve(what + ".err").toFile())
                .start();
        var said = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(Files.readString(folder.resolve(what + ".err")));
        }
        return said;
    }

    /** Libraries stay in a home that others may not enter; what is needed here uses none. */
    private static String readableByOthers() throws IOException {
        var readable = new ArrayList<String>();
        for (var entry : System.getProperty("java.class.path").split(":")) {
            if (isOpen(Path.of(entry))) {
                readable.add(entry);
            }
        }
        return readable.isEmpty()
                ? Needs.missing(
                        "others cannot read the classes in " + Path.of("").toAbsolutePath())
                : String.join(":", readable);
    }

    private static boolean isOpen(Path path) throws IOException {
        for (var at = path; at != null; at = at.getParent()) {
            int asked = Files.isDirectory(at) ? 5 : 4;
            if (!Files.exists(at) || ((int) Files.getAttribute(at, "unix:mode") & asked) != asked) {
                return false;
            }
        }
        return true;
    }
}
