package dev.polar.runtime.osgi;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.connect.ConnectContent;

/** A bundle's content out of memory. There is no copy on disk, so none to tamper with. */
record BundleContent(Loaded loaded) implements ConnectContent {
    @Override
    public Optional<Map<String, String>> getHeaders() {
        return Optional.of(loaded.headers());
    }

    @Override
    public Iterable<String> getEntries() {
        return List.copyOf(loaded.jars().paths());
    }

    @Override
    public Optional<ConnectEntry> getEntry(String path) {
        return loaded.jars().file(path).map(bytes -> new InMemory(path, bytes));
    }

    @Override
    public Optional<ClassLoader> getClassLoader() {
        return Optional.empty(); // the framework's own, so that it wires packages
    }

    @Override
    public void open() {}

    @Override
    public void close() {}

    private record InMemory(String name, byte[] bytes) implements ConnectEntry {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public long getContentLength() {
            return bytes.length;
        }

        @Override
        public long getLastModified() {
            return 0;
        }

        @Override
        public byte[] getBytes() {
            return bytes;
        }

        @Override
        public InputStream getInputStream() {
            return new ByteArrayInputStream(bytes);
        }
    }
}
