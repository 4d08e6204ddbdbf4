package dev.polar.host;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.LoggerFactory;

/** What has to be closed when the host ends, last made first: the log's last word is that it ended. */
final class Ending implements AutoCloseable {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    /** Something may stand there twice, if it has to end earlier than it was made. */
    synchronized <T extends AutoCloseable> T with(T part) {
        parts.push(part);
        return part;
    }

    @Override
    public synchronized void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                LoggerFactory.getLogger(HostAssembly.class).warn("a part did not end cleanly", e);
            }
        }
    }
}
