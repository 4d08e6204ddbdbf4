package dev.polar.bench;

import dev.polar.trust.key.KeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A Java plugin of the demo in the host that is disabled, enabled and replaced, straight through the operator's door. */
final class Restless {
    static final String NAME = "polar.responder";

    private final AdminDoor door;
    private final byte[] next;
    private boolean replaced;

    private Restless(AdminDoor door, byte[] next) {
        this.door = door;
        this.next = next;
    }

    static Restless in(Path root, Installation host) throws IOException, InterruptedException {
        var operator = new KeyFile(host.key()).signingKey(() -> new char[0]);
        var folder = PluginFolder.release(root.resolve("dist/polar/plugins").resolve(NAME), host.home(), "1.0.1");
        return new Restless(
                new AdminDoor(host.data().resolve("admin.sock"), operator), Files.readAllBytes(host.pack(folder)));
    }

    /** Gone and back, and then another release of it in its place: three plans, three consents, six records. */
    void cycle() throws IOException {
        door.run("disable", NAME, Map.of());
        door.run("enable", NAME, Map.of());
        if (replaced) {
            door.run("rollback", NAME, Map.of());
        } else {
            door.run("update", "", Map.of("upload", door.upload(next)));
        }
        replaced = !replaced;
    }
}
