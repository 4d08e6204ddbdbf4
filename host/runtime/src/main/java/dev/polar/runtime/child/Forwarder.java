package dev.polar.runtime.child;

import dev.polar.trust.permission.Grant;
import dev.polar.trust.permission.Host;
import dev.polar.trust.permission.NetConnect;
import java.io.File;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The program of Polar's own that runs beside a command in a cage and is its proxy there: it carries what comes to a port on
 * the loopback of the cage to the socket that the cage shows.
 *
 * @param java the program {@code java}
 * @param classPath where its code is: nothing but that of the cage's side
 */
public record Forwarder(Path java, List<Path> classPath) {
    private static final String MAIN = "dev.polar.worker.egress.Forwarder";
    private static final String PORT = "3128";
    private static final String PROXY = "127.0.0.1:" + PORT;
    private static final String NEAR = "localhost,127.0.0.1,::1";

    private static final List<String> SMALL =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xmx64m", "-Xshare:auto");
    private static final List<String> PROXIES = List.of(
            "-Dhttp.proxyHost=127.0.0.1",
            "-Dhttp.proxyPort=" + PORT,
            "-Dhttps.proxyHost=127.0.0.1",
            "-Dhttps.proxyPort=" + PORT,
            "-DsocksProxyHost=127.0.0.1",
            "-DsocksProxyPort=" + PORT);

    public Forwarder {
        classPath = List.copyOf(classPath);
    }

    /** Run by the JVM that the host runs on. */
    public static Forwarder of(Path... classPath) {
        return new Forwarder(Path.of(System.getProperty("java.home"), "bin", "java"), List.of(classPath));
    }

    /** The command, run beside it. */
    List<String> before(Cage cage) {
        var command = cage.command();
        var path = classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        var line = new ArrayList<>(List.of(java.toString(), "-cp", path));
        line.addAll(SMALL);
        line.addAll(List.of(MAIN, Cage.EGRESS, "--"));
        line.add(command.getFirst());
        // A JVM looks at no variable for its proxies, and says so aloud on standard error where one gives it options.
        if (command.getFirst().endsWith("/bin/java")) {
            line.addAll(PROXIES);
            if ("".equals(cage.environment().get("NO_PROXY"))) {
                line.addAll(List.of("-Dhttp.nonProxyHosts=", "-DsocksNonProxyHosts="));
            }
        }
        line.addAll(command.subList(1, command.size()));
        return line;
    }

    /** What the cage has to show for it. */
    List<Path> shown() {
        var shown = new ArrayList<>(Interpreters.needed(java));
        shown.addAll(classPath);
        return shown;
    }

    /**
     * What a cage's own environment has to say beside that: where loopback of the host was granted, that is meant, and the
     * child's own cannot be had by name.
     */
    public static Map<String, String> environment(Grant grant) {
        return grant.permissions().stream().anyMatch(p -> p.access() instanceof NetConnect to && loopback(to.host()))
                ? Map.of("NO_PROXY", "", "no_proxy", "")
                : Map.of();
    }

    private static boolean loopback(Host host) {
        return switch (host) {
            case Host.Name name -> name.named();
            case Host.Below below -> below.named();
            case Host.Address(var address) -> InetAddress.ofLiteral(address).isLoopbackAddress();
            case Host.Any any -> false;
        };
    }

    /** How programs are told: each of these is looked at by some. */
    static Map<String, String> environment() {
        return Map.ofEntries(
                Map.entry("HTTP_PROXY", "http://" + PROXY),
                Map.entry("http_proxy", "http://" + PROXY),
                Map.entry("HTTPS_PROXY", "http://" + PROXY),
                Map.entry("https_proxy", "http://" + PROXY),
                // It speaks SOCKS 5 too, but clients that would need a library for that refuse to start when told of
                // it.
                Map.entry("ALL_PROXY", "http://" + PROXY),
                Map.entry("all_proxy", "http://" + PROXY),
                Map.entry("NO_PROXY", NEAR),
                Map.entry("no_proxy", NEAR),
                Map.entry("NODE_USE_ENV_PROXY", "1"));
    }
}
