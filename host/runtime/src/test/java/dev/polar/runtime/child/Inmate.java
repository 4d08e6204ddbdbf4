package dev.polar.runtime.child;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** A Java program in a cage: says what it could do. */
final class Inmate {
    private Inmate() {}

    public static void main(String[] args) {
        var said = new ArrayList<String>();
        tries(said, "temporary file", () -> Files.createTempFile("x", ""));
        tries(
                said,
                "process",
                () -> List.of(new String(new ProcessBuilder("/usr/bin/echo", "x")
                                                        .start()
                                                        .getInputStream()
                                                        .readAllBytes())
                                                .trim())
                                        .indexOf("x")
                                == 0
                        ? ""
                        : failed());
        tries(said, "other's file", () -> Files.readString(Path.of("/etc/passwd")));
        tries(said, "connection", () -> new Socket(InetAddress.getLoopbackAddress(), 1));
        tries(said, "server", () -> new ServerSocket(0));
        tries(
                said,
                "path",
                () -> ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                        .bind(UnixDomainSocketAddress.of(System.getProperty("java.io.tmpdir") + "/socket")));
        System.out.println(String.join("; ", said));
    }

    private static void tries(List<String> said, String what, Callable<Object> action) {
        try {
            action.call();
            said.add(what + ": yes");
        } catch (Exception | LinkageError e) {
            said.add(what + ": no");
        }
    }

    private static String failed() {
        throw new IllegalStateException();
    }
}
