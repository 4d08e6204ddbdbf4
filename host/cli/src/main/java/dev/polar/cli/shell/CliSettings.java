package dev.polar.cli.shell;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the command line finds things. It knows the same data directory as the host; nobody else reads the environment.
 *
 * @param environment the process's variables
 * @param user the user's home directory
 * @param distribution where Polar itself lies, {@code polar.home}; empty in a bare build
 */
public record CliSettings(Map<String, String> environment, Path user, Optional<Path> distribution) {
    /** Variables that mean something to the command line alone: a host would refuse them as unknown. */
    public static final Set<String> OWN = Set.of(
            "POLAR_OPERATOR_KEY",
            "POLAR_LAUNCHER",
            "POLAR_REMOTE",
            "POLAR_REMOTE_TOKEN",
            "POLAR_REMOTE_CERTIFICATE",
            "POLAR_CLIENT_TOKEN");

    public CliSettings {
        environment = Map.copyOf(environment);
    }

    /** The settings of this process. */
    public static CliSettings ofThisProcess() {
        // The shell's HOME first, as every other program of the user: Java's own property ignores it.
        var home = System.getenv().getOrDefault("HOME", System.getProperty("user.home"));
        return new CliSettings(
                System.getenv(),
                Path.of(home),
                Optional.ofNullable(System.getProperty("polar.home")).map(Path::of));
    }

    /** The data directory of the host that is meant. */
    public Path data() {
        return set("POLAR_DATA_DIR").map(Path::of).orElse(user.resolve(".local/share/polar"));
    }

    /** The operator's key unless a flag names another. */
    public Path operatorKey() {
        return set("POLAR_OPERATOR_KEY").map(Path::of).orElse(user.resolve(".config/polar/operator.pem"));
    }

    /** The host elsewhere that is meant unless a flag names another. */
    public Optional<String> remote() {
        return set("POLAR_REMOTE");
    }

    /** The token for it, itself. */
    public Optional<String> remoteToken() {
        return set("POLAR_REMOTE_TOKEN");
    }

    /** Where it lies otherwise. */
    public Path tokenFile() {
        return user.resolve(".config/polar/operator.token");
    }

    /** A file with its certificate, or with that of who issues it. */
    public Optional<Path> remoteCertificate() {
        return set("POLAR_REMOTE_CERTIFICATE").map(Path::of);
    }

    /** The token of the client that this process comes in as. */
    public Optional<String> clientToken() {
        return set("POLAR_CLIENT_TOKEN");
    }

    /** How this command line is started. */
    public String launcher() {
        return set("POLAR_LAUNCHER").orElse("polar");
    }

    /** Whether colour is unwanted (https://no-color.org). */
    public boolean plain() {
        return set("NO_COLOR").isPresent() || set("TERM").filter("dumb"::equals).isPresent();
    }

    private Optional<String> set(String variable) {
        return Optional.ofNullable(environment.get(variable)).filter(value -> !value.isEmpty());
    }

    /** Where a program of that name lies, the first on the path. */
    public Optional<Path> program(String name) {
        return Arrays.stream(set("PATH").orElse("").split(":"))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
