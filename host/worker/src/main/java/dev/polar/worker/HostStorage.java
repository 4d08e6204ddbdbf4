package dev.polar.worker;

import dev.polar.runtime.worker.Members;
import dev.polar.runtime.worker.Method;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.spi.Storage;
import java.util.List;
import java.util.Optional;

/** The plugin's files, read and written by the host. */
record HostStorage(Asking asking) implements Storage {
    /** The host refuses more too, but it would not fit into a message. */
    private static final int LARGEST = 10 << 20;

    @Override
    public Optional<byte[]> read(String path) {
        var said = asking.ask(Method.STORAGE_READ, Members.builder().add("path", path));
        return said.has("bytes") ? Optional.of(said.bytes("bytes")) : Optional.empty();
    }

    @Override
    public void write(String path, byte[] bytes) {
        if (bytes.length > LARGEST) {
            throw new Refusal(Code.STORAGE_FAILED, "a file has more than 10 MiB", "keep it in parts");
        }
        asking.ask(Method.STORAGE_WRITE, Members.builder().add("path", path).add("bytes", Members.base64(bytes)));
    }

    @Override
    public List<String> list(String path) {
        return asking.ask(Method.STORAGE_LIST, Members.builder().add("path", path))
                .texts("paths");
    }

    @Override
    public boolean delete(String path) {
        return asking.ask(Method.STORAGE_DELETE, Members.builder().add("path", path))
                .flag("was");
    }
}
