package dev.polar.cli.up;

import dev.polar.adminapi.InstallationName;
import dev.polar.adminapi.Status;
import dev.polar.cli.shell.Facts;
import dev.polar.cli.shell.Terminal;
import dev.polar.cli.shell.Wire;
import dev.polar.trust.json.StrictJson;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What is said when the host is up. */
record Greeting(Terminal terminal, boolean json) {

    void say(Status status, Optional<Demo.Made> demo) {
        if (json) {
            var object = StrictJson.provider().createObjectBuilder(Wire.write(status));
            demo.ifPresent(made -> {
                made.links()
                        .ifPresent(
                                links -> object.add("link", links.guest().url()).add("approve", links.ownUrl()));
                made.token().ifPresent(token -> object.add("token", token));
                object.add("notStarted", StrictJson.provider().createArrayBuilder(made.notStarted()));
            });
            terminal.say(object.build());
            return;
        }
        terminal.say("ready");
        var facts = new Facts().add("agents", status.mcp()).add("data", status.data());
        demo.ifPresent(made -> facts.add("not started", made.notStarted())
                .add(
                        "talk",
                        made.links().map(links -> links.guest().url() + "   (once, within 5 minutes)").stream()
                                .toList())
                .add(
                        "approve",
                        made
                                .links()
                                .map(links -> links.ownUrl() + "   (as "
                                        + links.own().person() + ", who is asked before a guest writes)")
                                .stream()
                                .toList())
                .add("try", inspector(status, made)));
        if (InstallationName.developmentIn(Path.of(status.data()))) {
            facts.add("lasts", "whatever is let in: 24 hours; it may be unsigned, and is confined")
                    .add(
                            "next",
                            "polar dev DIR brings in a plugin's directory and each of its changes; or polar install DIR")
                    .add("", "say --data " + status.data() + " to reach this host, or set POLAR_DATA_DIR");
        }
        facts.add("look at", status.problems()).print(terminal);
    }

    private static List<String> inspector(Status status, Demo.Made made) {
        return List.of(made.token()
                .map(token -> "npx @modelcontextprotocol/inspector --cli " + status.mcp()
                        + " --transport http --method tools/list --header 'Authorization: Bearer " + token + "'")
                .orElse("client '" + Demo.CLIENT + "' has its token; for a new one: polar client remove " + Demo.CLIENT
                        + ", then polar client add " + Demo.CLIENT));
    }
}
