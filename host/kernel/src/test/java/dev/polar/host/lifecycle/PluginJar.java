package dev.polar.host.lifecycle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The jar of a PF4J plugin, made of classes of the tests; always the same bytes. */
final class PluginJar {
    private PluginJar() {}

    /** @param types the first is the plugin, the others are what it needs */
    static byte[] of(Map<String, String> more, Class<?>... types) {
        var bytes = new ByteArrayOutputStream();
        try (var jar = new ZipOutputStream(bytes)) {
            put(jar, "META-INF/extensions.idx", types[0].getName().getBytes(StandardCharsets.UTF_8));
            for (var file : more.entrySet()) {
                put(jar, file.getKey(), file.getValue().getBytes(StandardCharsets.UTF_8));
            }
            for (var type : types) {
                var file = type.getName().replace('.', '/') + ".class";
                try (var compiled = type.getResourceAsStream("/" + file)) {
                    put(jar, file, compiled.readAllBytes());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream jar, String name, byte[] content) throws IOException {
        var entry = new ZipEntry(name);
        entry.setTime(0);
        jar.putNextEntry(entry);
        jar.write(content);
        jar.closeEntry();
    }
}
