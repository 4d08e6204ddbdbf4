package dev.polar.cli.use;

import dev.polar.cli.bridge.ServeMcp;
import dev.polar.cli.shell.Verb;
import java.util.List;

/** What tools are for. */
public final class UseVerbs {
    public static final List<Verb> ALL = List.of(
            Verb.of("tools", ListTools::new),
            Verb.of("call", CallTool::new),
            Verb.of(
                    "client",
                    shell -> new ClientCommand(),
                    Verb.of("add", AddClient::new),
                    Verb.of("list", ListClients::new).or("ls"),
                    Verb.of("rotate", RotateClient::new),
                    Verb.of("remove", RemoveClient::new).or("rm")),
            Verb.of("mcp", ServeMcp::new));

    private UseVerbs() {}
}
