package dev.polar.runtime.child;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.permission.Grant;
import dev.polar.trust.permission.NetListen;
import dev.polar.trust.permission.StorageAccess;
import dev.polar.trust.permission.StorageAccess.Verb;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What a grant makes of a cage, the same for every confined process of a plugin, whatever it runs.
 *
 * @param label for people: which process of which plugin
 * @param data its {@code $DATA} on the host; asked only where the grant shows it
 */
public record Granted(String label, Grant grant, Supplier<Path> data) {
    /** What the cage replaces by its own; granting it would undo the cage. */
    private static final List<Path> NEVER = List.of(Path.of("/proc"), Path.of("/sys"), Path.of("/dev"));

    /** The variables that the host sets for every confined process, after Agent Plugins 1.0.0, section 9.2. */
    public static SortedMap<String, String> environment() {
        return new TreeMap<>(Map.of(
                "PATH",
                "/usr/bin:/bin",
                "HOME",
                Cage.DATA,
                "TMPDIR",
                Cage.TMP,
                "LANG",
                "C.UTF-8",
                "PLUGIN_ROOT",
                Cage.ROOT,
                "PLUGIN_DATA",
                Cage.DATA));
    }

    /**
     * A process in a network of its own can listen there, and nobody would ever reach it.
     *
     * @throws Refusal {@code ISOLATION_UNAVAILABLE} if it was granted a port of the host's
     */
    public void withoutPorts() {
        if (grant.permissions().stream().anyMatch(p -> p.access() instanceof NetListen)) {
            throw new Refusal(
                    Code.ISOLATION_UNAVAILABLE,
                    label + " was granted a port of the host, which a confined process cannot open",
                    "run it without net.listen; inside its cage it can listen without being granted anything");
        }
    }

    /** Its own directory, as the grant lets it be seen. */
    public Cage.Data dataAsGranted() {
        if (allowed(Verb.WRITE)) {
            return new Cage.Data.Writable(data.get());
        }
        return allowed(Verb.READ) ? new Cage.Data.ReadOnly(data.get()) : new Cage.Data.Fleeting();
    }

    private boolean allowed(Verb verb) {
        return !grant.allowing(new StorageAccess(verb, StorageAccess.DATA)).isEmpty();
    }

    /**
     * The host's files and folders that the grant names.
     *
     * @throws Refusal {@code START_FAILED} if one is not there, {@code ISOLATION_UNAVAILABLE} if it cannot be shown
     */
    public List<Cage.Share> shares() {
        var writable = new HashMap<Path, Boolean>();
        for (var permission : grant.permissions()) {
            if (permission.access() instanceof StorageAccess storage
                    && !storage.path().equals(StorageAccess.DATA)) {
                writable.merge(checked(Path.of(storage.path())), storage.verb() == Verb.WRITE, Boolean::logicalOr);
            }
        }
        // Outer ones first: what is mounted later lies above.
        return new TreeMap<>(writable)
                .entrySet().stream()
                        .map(share -> new Cage.Share(share.getKey(), share.getValue()))
                        .toList();
    }

    private Path checked(Path granted) {
        try {
            if (granted.getNameCount() > 0
                    && NEVER.stream().noneMatch(granted::startsWith)
                    && granted.toRealPath().equals(granted)) {
                return granted;
            }
        } catch (IOException e) {
            throw new Refusal(
                    Code.START_FAILED, label + ": " + granted + ", which it was granted, is not there", "create it");
        }
        throw new Refusal(
                Code.ISOLATION_UNAVAILABLE,
                label + ": " + granted
                        + " cannot be shown to a confined process: it is a link, or not a folder of files",
                "grant the folder that is meant");
    }
}
