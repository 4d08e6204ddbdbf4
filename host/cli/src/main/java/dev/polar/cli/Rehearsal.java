package dev.polar.cli;

import dev.polar.cli.shell.CliSettings;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Terminal;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Walks once through what is typed most, unheard, while the launcher lets the JVM write down what it will need (JDK AOT
 * cache). Its argument is a directory that holds plugins.
 */
public final class Rehearsal {
    private Rehearsal() {}

    public static void main(String[] args) {
        var nowhere = Path.of("/nonexistent");
        var unheard = new PrintStream(OutputStream.nullOutputStream());
        var terminal = new Terminal(InputStream.nullInputStream(), unheard, unheard, Optional.empty(), false);
        var shell = new Shell(terminal, new CliSettings(Map.of(), nowhere, Optional.empty()));
        Polar.run(shell, "--help");
        Polar.run(shell, "check", args[0] + "/polar.memory");
        Polar.run(shell, "verify", args[0] + "/polar.memory/plugin.json");
        Polar.run(shell, "mcp", "--url", "http://127.0.0.1:1/mcp");
        Polar.run(shell, "list", "--data", nowhere.toString());
        Polar.run(shell, "enable", "polar.memory", "--data", nowhere.toString());
    }
}
