package dev.polar.cli.bridge;

import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.use.ClientFile;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code polar mcp}. */
@Command(
        description = {
            "Be an MCP server on standard input and output: what the host shows the client.",
            "The token comes from a file that 'polar client add NAME --save' made, or from POLAR_CLIENT_TOKEN."
        },
        footer = {"  polar mcp --client claude", "  POLAR_CLIENT_TOKEN=... polar mcp --url http://127.0.0.1:7777/mcp"})
public final class ServeMcp implements Callable<Integer> {
    private static final String URL = "http://127.0.0.1:7777/mcp";

    private final Shell shell;

    @Option(names = "--client", paramLabel = "NAME", description = "A client that was added with --save.")
    @Nullable
    String client;

    @Option(names = "--url", paramLabel = "URL", description = "Where the host is, if not where the file says.")
    @Nullable
    String url;

    public ServeMcp(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var endpoint = endpoint();
        try {
            endpoint.connect().close();
        } catch (IOException e) {
            throw new Refusal(
                    Code.HOST_UNREACHABLE,
                    "no host answers at " + endpoint.url() + ": " + e.getMessage(),
                    "polar up; polar status says where agents come in");
        }
        try {
            new Bridge(endpoint, shell.terminal().out(), shell.terminal()::tell)
                    .carry(shell.terminal().in());
        } catch (IOException e) {
            throw new Refusal(Code.REQUEST_INVALID, "standard input cannot be read: " + e.getMessage(), "");
        }
        return ExitCode.DONE;
    }

    private Endpoint endpoint() {
        if (client != null) {
            var file = ClientFile.read(shell.settings(), client);
            return Endpoint.of(url == null ? file.url() : url, file.token());
        }
        var token = shell.settings()
                .clientToken()
                .orElseThrow(() -> new Refusal(
                        Code.CLIENT_UNKNOWN,
                        "nobody said which client this is",
                        "--client NAME, after 'polar client add NAME --save'; or POLAR_CLIENT_TOKEN"));
        return Endpoint.of(url == null ? URL : url, token);
    }
}
