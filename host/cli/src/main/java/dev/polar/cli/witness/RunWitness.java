package dev.polar.cli.witness;

import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.Shell;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.witness.Witness;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code polar witness run}. */
@Command(
        description = "Answer hosts until Ctrl-C. May be killed at any moment.",
        footer = "  polar witness run --listen 0.0.0.0:7790")
final class RunWitness implements Callable<Integer> {
    private static final Pattern WHERE = Pattern.compile("(.+):([0-9]{1,5})");

    private final Shell shell;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "Where hosts reach it; otherwise 127.0.0.1:7790. There is no TLS: what is said is signed.")
    String listen = "127.0.0.1:7790";

    @Mixin
    WitnessDirectoryOption where = new WitnessDirectoryOption();

    RunWitness(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (var witness = Witness.open(where.directory(shell), InstantSource.system());
                var server = WitnessServer.start(witness, address(), shell.terminal()::tell)) {
            shell.terminal().say("witness " + witness.key().name() + " at http://" + server.address());
            new CountDownLatch(1).await(); // a signal ends it; nothing is lost whenever that is
        }
        return ExitCode.DONE;
    }

    private InetSocketAddress address() {
        var parts = WHERE.matcher(listen);
        if (!parts.matches() || Integer.parseInt(parts.group(2)) > 65_535) {
            throw new Refusal(Code.USAGE, "not an address: '" + listen + "'", "--listen HOST:PORT");
        }
        return new InetSocketAddress(parts.group(1).replaceAll("[\\[\\]]", ""), Integer.parseInt(parts.group(2)));
    }
}
