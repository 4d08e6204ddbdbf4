package dev.polar.runtime.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * The name of the control group that holds a host's children: whose it is can be told when the host is gone.
 *
 * @param namespace the host's process namespace; nothing can be said of hosts in another one
 * @param started as {@link ProcessStatus} has it
 */
record GroupName(String namespace, long pid, long started, int nth) {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Pattern FORM = Pattern.compile("polar\\.(\\d+)\\.(\\d+)\\.(\\d+)\\.(\\d+)");

    /** One that was not used before. */
    static GroupName next() throws IOException {
        long pid = ProcessHandle.current().pid();
        return new GroupName(namespaceHere(), pid, startOf(pid).orElseThrow(), COUNT.incrementAndGet());
    }

    static Optional<GroupName> read(String name) {
        var match = FORM.matcher(name);
        try {
            return match.matches()
                    ? Optional.of(new GroupName(
                            match.group(1),
                            Long.parseLong(match.group(2)),
                            Long.parseLong(match.group(3)),
                            Integer.parseInt(match.group(4))))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Whether the host it belonged to can be seen to be gone. */
    boolean isOrphan() throws IOException {
        if (!namespace.equals(namespaceHere())) {
            return false;
        }
        // What cannot be read may live: whoever is out of descriptors must not end the children of others.
        return startOf(pid)
                .map(start -> start != started)
                .orElseGet(() -> Files.notExists(Path.of("/proc", Long.toString(pid))));
    }

    @Override
    public String toString() {
        return "polar." + namespace + "." + pid + "." + started + "." + nth;
    }

    private static String namespaceHere() throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString().replaceAll("\\D", "");
    }

    private static Optional<Long> startOf(long pid) {
        return ProcessStatus.of(pid).map(ProcessStatus::started);
    }
}
