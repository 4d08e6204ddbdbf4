package dev.polar.runtime.child;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What there is on a machine for a process to reach: files, sockets of each kind, another process. */
final class Surroundings implements AutoCloseable {
    private final Path folder;
    private final ServerSocket tcp = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
    private final DatagramSocket udp = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    private final ServerSocketChannel stream = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    private final Process victim;
    private final Process listener;
    private final Map<String, String> environment = new HashMap<>();

    private Surroundings(Path folder) throws IOException {
        this.folder = folder;
        for (var directory : List.of("plugin", "data", "secret", "readable", "writable", "sockets")) {
            Files.createDirectory(folder.resolve(directory));
        }
        Files.writeString(files().resolve("entry"), "in the package");
        for (var name : List.of("secret", "emptied", "renamed", "removed", "mode")) {
            Files.writeString(folder.resolve("secret").resolve(name), "secret");
        }
        Files.writeString(folder.resolve("readable/shared"), "shared");
        Files.copy(Path.of("/usr/bin/true"), folder.resolve("secret/true"), StandardCopyOption.COPY_ATTRIBUTES);
        copy("attempts.py", files());
        copy("victim.py", folder);
        copy("listener.py", folder);
        stream.bind(UnixDomainSocketAddress.of(folder.resolve("sockets/stream")));
        listener = python("listener.py", folder.resolve("sockets/datagram").toString());
        victim = python("victim.py", "victim");
        var told = line(victim).split(" ");
        environment.put("SECRET", folder.resolve("secret/secret").toString());
        environment.put("READABLE", folder.resolve("readable").toString());
        environment.put("WRITABLE", folder.resolve("writable").toString());
        environment.put("TCP", Integer.toString(tcp.getLocalPort()));
        environment.put("UDP", Integer.toString(udp.getLocalPort()));
        environment.put("STREAM", folder.resolve("sockets/stream").toString());
        environment.put("DATAGRAM", folder.resolve("sockets/datagram").toString());
        environment.put("ABSTRACT", line(listener));
        environment.put("VICTIM", told[0]);
        environment.put("SHARED", told[1]);
        environment.put("QUEUE", told[2]);
    }

    static Surroundings in(Path folder) throws IOException {
        return new Surroundings(folder);
    }

    Path files() {
        return folder.resolve("plugin");
    }

    Path data() {
        return folder.resolve("data");
    }

    Path attempts() {
        return files().resolve("attempts.py");
    }

    Map<String, String> environment() {
        return environment;
    }

    Cage cage() {
        var confined = new HashMap<>(environment);
        confined.putAll(Granted.environment());
        return new Cage(
                files(),
                new Cage.Data.Writable(data()),
                List.of(
                        new Cage.Share(folder.resolve("readable"), false),
                        new Cage.Share(folder.resolve("writable"), true)),
                List.of(),
                confined,
                Cage.ROOT,
                List.of("/usr/bin/python3", Cage.ROOT + "/attempts.py"),
                Optional.empty(),
                Cage.Limits.DEFAULT);
    }

    /** Whether what nothing was granted for is as it was. */
    boolean isUntouched() throws IOException {
        try (var names = Files.list(folder.resolve("secret"))) {
            return names.map(path -> path.getFileName().toString())
                            .sorted()
                            .toList()
                            .equals(List.of("emptied", "mode", "removed", "renamed", "secret", "true"))
                    && Files.readString(folder.resolve("secret/emptied")).equals("secret")
                    && Files.readString(files().resolve("entry")).equals("in the package")
                    && victim.isAlive();
        }
    }

    @Override
    public void close() throws IOException {
        tcp.close();
        udp.close();
        stream.close();
        for (var process : List.of(victim, listener)) {
            process.getOutputStream().close();
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Process python(String script, String argument) throws IOException {
        var builder = new ProcessBuilder(
                        "/usr/bin/python3", folder.resolve(script).toString(), argument)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("CANARY", "of another process");
        return builder.start();
    }

    private static String line(Process process) {
        try {
            return new BufferedReader(new InputStreamReader(process.getInputStream())).readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(String name, Path directory) throws IOException {
        try (var in = Surroundings.class.getResourceAsStream("/cage/" + name)) {
            Files.copy(in, directory.resolve(name));
        }
    }
}
